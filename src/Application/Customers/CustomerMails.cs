using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Application.Customers;

/// <summary>The mails about an account itself. They are saved with what caused them.</summary>
internal static class CustomerMails
{
    public static void PostLink(this IMailOutbox outbox, MailTemplate template, Customer to, Uri link, TokenKind kind) =>
        outbox.Post(template, to, ("link", link.AbsoluteUri), ("valid_for", MailText.Span(OneTimeToken.LifetimeOf(kind))));

    public static void PostHappened(this IMailOutbox outbox, MailTemplate template, Customer to, DateTimeOffset now) =>
        outbox.Post(template, to, ("time", MailText.Moment(now)));

    public static void PostNewDevice(this IMailOutbox outbox, Customer to, SessionOrigin origin, DateTimeOffset now) => outbox.Post(
        MailTemplate.NewDevice,
        to,
        ("time", MailText.Moment(now)),
        ("ip_address", origin.IpAddress ?? "unknown"),
        ("device", origin.UserAgent ?? "unknown"));

    public static void PostKeyCreated(this IMailOutbox outbox, Customer to, ApiKey key) =>
        outbox.Post(MailTemplate.ApiKeyCreated, to, ("key_name", key.Name), ("time", MailText.Moment(key.CreatedAt)));

    /// <summary>To an address that is nobody's any more.</summary>
    public static void PostFarewell(this IMailOutbox outbox, Email to, PersonName name, DateTimeOffset now) => outbox.Post(new(
        MailTemplate.AccountDeleted, Customer: null, to, name.Full, new Dictionary<string, string>(StringComparer.Ordinal) { ["time"] = MailText.Moment(now) }));

    private static void Post(this IMailOutbox outbox, MailTemplate template, Customer to, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
            named.Add(name, value);
        outbox.Post(new(template, to.Id, to.Email, to.Name.Full, named));
    }
}
