using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

/// <summary>The product's composition over a real database, sending to a real server on loopback.</summary>
public abstract class MailTest : OperationHostTest
{
    protected const string Token = "kH2mX0s1b3nq6vQmJYpWm0cZ8dXw4r7uTgA9eLfVb5I";

    private protected SmtpServer Smtp { get; } = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Smtp.DisposeAsync();
    }

    private protected override OperationHost Open() => Open([]);

    private protected OperationHost Open((string, string)[] settings, Action<IServiceCollection>? change = null) =>
        new(Database, change, [.. Smtp.Settings.ExceptBy(settings.Select(s => s.Item1), s => s.Key, StringComparer.Ordinal), .. settings]);

    /// <summary>As a handler does: with whatever else it saves.</summary>
    private protected Task<MailId> PostAsync(string to = "tendai@example.com", string? name = "Tendai", string? dedupeKey = null, OperationHost? host = null) =>
        (host ?? Host).InScopeAsync<IServiceProvider, MailId>(async services =>
        {
            var db = services.GetRequiredService<AppDb>();
            var link = services.GetRequiredService<ILinks>().ResetPassword(Token);
            services.GetRequiredService<IMailOutbox>().Post(new MailMessage(
                MailTemplate.PasswordReset,
                Customer: null,
                Email.Create("to", to).Value,
                name,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["link"] = link.ToString(), ["valid_for"] = "1 hour" },
                dedupeKey));
            await db.SaveChangesAsync();
            return db.ChangeTracker.Entries<OutgoingMail>().Single().Entity.Id;
        });

    /// <summary>Sends what is due now, and says how many that were.</summary>
    private protected async Task<int> SendAsync(OperationHost? host = null)
    {
        host ??= Host;
        var sent = 0;
        while (await host.Get<MailQueue>().ClaimAsync(CancellationToken.None) is { } claim)
        {
            await host.Get<MailSender>().SendAsync(claim, CancellationToken.None);
            sent++;
        }

        return sent;
    }

    private protected Task<OutgoingMail> MailAsync(MailId id) => Host.ReadAsync(db => db.Mails.AsNoTracking().SingleAsync(m => m.Id == id));
}
