using System.Globalization;
using MimeKit;
using MimeKit.Text;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Infrastructure.Mail;

internal static class MimeMessages
{
    /// <summary>Text first, HTML last: mail programs show the last form they know.</summary>
    public static MimeMessage Of(OutgoingMail mail, RenderedMail rendered, MailboxAddress from)
    {
        var message = new MimeMessage
        {
            From = { from },
            To = { new MailboxAddress(DisplayName(rendered.Name), mail.Recipient.Value) },
            Subject = rendered.Subject,
            // The same in every attempt: who receives a mail twice can tell.
            MessageId = $"{mail.Id.Value:N}@{from.Domain}",
            Body = new MultipartAlternative { Form(TextFormat.Plain, rendered.Text), Form(TextFormat.Html, rendered.Html) },
        };
        // Out-of-office programs do not answer these.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>The name of the mail's file: in order of time, and the same in every attempt.</summary>
    public static string FileName(OutgoingMail mail) => string.Create(
        CultureInfo.InvariantCulture, $"{mail.CreatedAt:yyyyMMdd'T'HHmmss}-{EnumText<MailTemplate>.Of(mail.Template)}-{mail.Id.Value:N}");

    // What could end the quoted name, and begin an address of its own, is left out.
    private static string? DisplayName(string? name) =>
        name is null ? null : string.Concat(name.Where(c => !char.IsControl(c) && !"<>\"\\".Contains(c)));

    private static TextPart Form(TextFormat format, string text) =>
        new(format) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
}
