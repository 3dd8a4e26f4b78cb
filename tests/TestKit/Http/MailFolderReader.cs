using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Mail;
using Shouldly;

namespace SaaSOdoo.TestKit.Http;

/// <summary>What was posted, readable: in the database it is encrypted. The real mailbox takes it as well.</summary>
public sealed class MailFolderReader
{
    private readonly ConcurrentQueue<MailMessage> mails = new();

    public void Watch(IServiceCollection services)
    {
        services.AddScoped<MailOutbox>();
        services.AddScoped<IMailOutbox>(p => new Watched(this, p.GetRequiredService<MailOutbox>()));
    }

    public List<MailMessage> To(string email) => [.. mails.Where(l => l.To.Value == email)];

    public List<MailTemplate> TemplatesTo(string email) => [.. To(email).Select(l => l.Template)];

    /// <summary>The token in the link of the newest mail of this kind.</summary>
    public string TokenTo(string email, MailTemplate template)
    {
        var link = new Uri(To(email).Last(l => l.Template == template).Values["link"]);
        link.Fragment.ShouldStartWith("#token=");
        return Uri.UnescapeDataString(link.Fragment["#token=".Length..]);
    }

    private sealed class Watched(MailFolderReader mails, MailOutbox inner) : IMailOutbox
    {
        public void Post(MailMessage mail)
        {
            inner.Post(mail);
            mails.mails.Enqueue(mail);
        }
    }
}
