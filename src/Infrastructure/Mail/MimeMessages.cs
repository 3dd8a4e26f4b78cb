using System.Globalization;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Mail;

internal static class MimeMessages
{
    /// <summary>Text first, HTML last: mail programs show the last form they know.</summary>
    public static MailMessage Of(OutgoingMail mail, RenderedMail rendered, MailAddress from)
    {
        var message = new MailMessage
        {
            From = from,
            To = { new MailAddress(mail.Recipient.Value, DisplayName(rendered.Name), Encoding.UTF8) },
            Subject = rendered.Subject,
            SubjectEncoding = Encoding.UTF8,
            AlternateViews = { View(rendered.Text, MediaTypeNames.Text.Plain), View(rendered.Html, MediaTypeNames.Text.Html) },
        };
        // The same in every attempt: who receives a mail twice can tell.
        message.Headers["Message-ID"] = $"<{mail.Id.Value:N}@{from.Host}>";
        // Out-of-office programs do not answer these.
        message.Headers["Auto-Submitted"] = "auto-generated";
        return message;
    }

    /// <summary>The name of the mail's file: in order of time, and the same in every attempt.</summary>
    public static string FileName(OutgoingMail mail) => string.Create(
        CultureInfo.InvariantCulture, $"{mail.CreatedAt:yyyyMMdd'T'HHmmss}-{Naming.SnakeCase(mail.Template.ToString())}-{mail.Id.Value:N}");

    // What could end the quoted name, and begin an address of its own, is left out.
    private static string? DisplayName(string? name) =>
        name is null ? null : string.Concat(name.Where(c => !char.IsControl(c) && !"<>\"\\".Contains(c)));

    private static AlternateView View(string text, string mediaType)
    {
        var view = AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, mediaType);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }
}
