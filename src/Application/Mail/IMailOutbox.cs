using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>Takes mails to be sent.</summary>
public interface IMailOutbox
{
    /// <summary>
    /// Adds the mail to what the caller's next <c>SaveChangesAsync</c> saves, so that it exists exactly when its cause does. A worker sends
    /// it afterwards, at least once, always with the same Message-ID.
    /// </summary>
    /// <exception cref="ArgumentException">The values are not those that <see cref="MailTemplates.ValuesOf"/> names.</exception>
    void Post(MailMessage message);
}

/// <param name="Customer">Whose preferences count; null for somebody without an account.</param>
/// <param name="Name">How the recipient is addressed; null when unknown.</param>
/// <param name="Values">What <see cref="MailTemplates.ValuesOf"/> names, as plain text: rendering escapes it.</param>
/// <param name="DedupeKey">
/// One cause, one mail: saving a second one with the same key throws <see cref="UniqueConstraintException"/> with <see cref="OncePerCause"/>.
/// </param>
public sealed record MailMessage(
    MailTemplate Template,
    CustomerId? Customer,
    Email To,
    string? Name,
    IReadOnlyDictionary<string, string> Values,
    string? DedupeKey = null)
{
    public const string OncePerCause = "ux_mails_dedupe_key";

    // A value may be a one-time link.
    public override string ToString() => $"{nameof(MailMessage)} {Template}";
}
