using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Mail;

internal sealed class MailOutbox(AppDb db, MailContents contents, TimeProvider clock) : IMailOutbox
{
    public void Post(MailMessage letter)
    {
        var wanted = MailTemplates.ValuesOf(letter.Template);
        if (letter.Values.Count != wanted.Count || !wanted.All(letter.Values.ContainsKey))
            throw new ArgumentException($"{letter.Template} takes {string.Join(", ", wanted)}; not {string.Join(", ", letter.Values.Keys)}.", nameof(letter));

        db.Mails.Add(OutgoingMail.Post(
            letter.Template, letter.Customer, letter.To, contents.Seal(new(letter.Name, letter.Values)), letter.DedupeKey, clock.GetUtcNow()));
    }
}
