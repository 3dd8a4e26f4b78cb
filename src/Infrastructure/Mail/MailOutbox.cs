using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Mail;

internal sealed class MailOutbox(AppDb db, MailContents contents, TimeProvider clock) : IMailOutbox
{
    public void Post(MailMessage message)
    {
        var wanted = MailTemplates.ValuesOf(message.Template);
        if (message.Values.Count != wanted.Count || !wanted.All(message.Values.ContainsKey))
            throw new ArgumentException($"{message.Template} takes {string.Join(", ", wanted)}; not {string.Join(", ", message.Values.Keys)}.", nameof(message));

        db.Mails.Add(OutgoingMail.Post(
            message.Template, message.Customer, message.To, contents.Seal(new(message.Name, message.Values)), message.DedupeKey, clock.GetUtcNow()));
    }
}
