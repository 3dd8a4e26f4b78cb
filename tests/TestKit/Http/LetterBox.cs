using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Mails;
using SaaSOdoo.Infrastructure.Mail;
using Shouldly;

namespace SaaSOdoo.TestKit.Http;

/// <summary>What was posted, readable: in the database it is encrypted. The real mailbox takes it as well.</summary>
public sealed class LetterBox
{
    private readonly ConcurrentQueue<Letter> letters = new();

    public void Watch(IServiceCollection services)
    {
        services.AddScoped<Mailbox>();
        services.AddScoped<IMailbox>(p => new Watched(this, p.GetRequiredService<Mailbox>()));
    }

    public List<Letter> To(string email) => [.. letters.Where(l => l.To.Value == email)];

    public List<MailTemplate> TemplatesTo(string email) => [.. To(email).Select(l => l.Template)];

    /// <summary>The token in the link of the newest mail of this kind.</summary>
    public string TokenTo(string email, MailTemplate template)
    {
        var link = new Uri(To(email).Last(l => l.Template == template).Values["link"]);
        link.Fragment.ShouldStartWith("#token=");
        return Uri.UnescapeDataString(link.Fragment["#token=".Length..]);
    }

    private sealed class Watched(LetterBox mails, Mailbox inner) : IMailbox
    {
        public void Post(Letter letter)
        {
            inner.Post(letter);
            mails.letters.Enqueue(letter);
        }
    }
}
