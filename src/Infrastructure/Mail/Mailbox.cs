using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Mails;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Mail;

internal sealed class Mailbox(AppDb db, MailContents contents, TimeProvider clock) : IMailbox
{
    public void Post(Letter letter)
    {
        var wanted = MailTemplates.ValuesOf(letter.Template);
        if (letter.Values.Count != wanted.Count || !wanted.All(letter.Values.ContainsKey))
            throw new ArgumentException($"{letter.Template} takes {string.Join(", ", wanted)}; not {string.Join(", ", letter.Values.Keys)}.", nameof(letter));

        db.Mails.Add(OutgoingMail.Post(
            letter.Template, letter.Customer, letter.To, contents.Seal(new(letter.Name, letter.Values)), letter.DedupeKey, clock.GetUtcNow()));
    }
}
