using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Sends one claimed mail and records what became of it. Between sending and recording lies the reason for "at least once".</summary>
internal sealed partial class MailSender(
    IServiceScopeFactory scopes,
    IMailTransport transport,
    MailRenderer renderer,
    MailContents contents,
    IOptions<MailOptions> options,
    TimeProvider clock,
    ILogger<MailSender> logger)
{
    public async Task SendAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var mail = await db.Mails.SingleOrDefaultAsync(m => m.Id == new MailId(lease.Id) && m.Fence == lease.Fence, cancellationToken);
        if (mail is null)
            return;

        if (await IsWantedAsync(db, mail, cancellationToken))
            await TryAsync(mail, cancellationToken);
        else
            mail.Withhold();
        try
        {
            // Also when the process is about to stop: what was sent must not be sent again.
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            Overtaken(mail.Id.Value);
        }
    }

    // Asked when it is sent: a switch counts from the moment it is turned.
    private static async Task<bool> IsWantedAsync(AppDb db, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var topic = MailTemplates.TopicOf(mail.Template);
        if (mail.CustomerId is not { } id || !topic.IsOptional())
            return true;

        var customer = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken);
        return customer.Status == CustomerStatus.Active && customer.Wants(topic);
    }

    private async Task TryAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (mail.IsStale(options.Value.KeepTrying, clock.GetUtcNow()))
        {
            mail.Refuse(subject: null, mail.LastError ?? "Its time was over before it could be sent.");
            return;
        }

        string? subject = null;
        try
        {
            var rendered = renderer.Render(mail.Template, contents.Open(mail.Content!));
            subject = rendered.Subject;
            using var message = MimeMessages.Of(mail, rendered, transport.From);
            await transport.SendAsync(message, MimeMessages.FileName(mail), cancellationToken);
            mail.Deliver(subject, clock.GetUtcNow());
        }
        catch (MailNotTakenException e) when (e.IsFinal)
        {
            mail.Refuse(subject, e.Message);
            Refused(mail.Id.Value, mail.Template, mail.Attempts);
        }
        catch (MailNotTakenException e)
        {
            mail.Fail(subject, e.Message, options.Value.KeepTrying, clock.GetUtcNow());
            NotTaken(mail.Id.Value, mail.Template, mail.Attempts, mail.Status);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A bug, most likely of a template; a corrected version finds the mail waiting. The text could hold a value of the mail.
            mail.Fail(subject, e.GetType().Name, options.Value.KeepTrying, clock.GetUtcNow());
            Broken(mail.Id.Value, mail.Template, e.GetType().Name);
        }
    }

    // Never the recipient, nor what the server said: it may name them.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} ({Template}) was not taken at attempt {Attempt}; it is {Status}")]
    private partial void NotTaken(Guid mail, MailTemplate template, int attempt, MailStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} ({Template}) was refused for good at attempt {Attempt}; see /admin/mail")]
    private partial void Refused(Guid mail, MailTemplate template, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Mail} ({Template}) could not be made: {Error}")]
    private partial void Broken(Guid mail, MailTemplate template, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} took so long that another worker has it now")]
    private partial void Overtaken(Guid mail);
}
