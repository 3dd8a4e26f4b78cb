using System.Net;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Webhooks;

/// <summary>
/// Where webhooks go. Refused here is what can be known without a name server; to what a name leads is looked at whenever one is sent.
/// </summary>
public static class WebhookUrl
{
    public const int MaxLength = 2048;

    /// <param name="allowPrivate">For development: also http, and any host.</param>
    public static Result<Uri> Create(string field, string? value, bool allowPrivate)
    {
        var text = value?.Trim() ?? "";
        if (text.Length is 0 or > MaxLength || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.AbsoluteUri.Length > MaxLength)
            return Invalid(field, "webhook.url_invalid", $"Give a URL of at most {MaxLength} characters, such as https://example.com/hooks.");
        if (url.Scheme != Uri.UriSchemeHttps && !(allowPrivate && url.Scheme == Uri.UriSchemeHttp))
            return Invalid(field, "webhook.url_not_https", "The URL must begin with https://.");
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return Invalid(field, "webhook.url_credentials", "Leave user, password and fragment out of the URL: the signature says who sends.");

        return allowPrivate || IsPublic(url.IdnHost)
            ? url
            : Invalid(field, "webhook.address_not_public", "The URL must lead to a public address.");
    }

    // .NET has brought addresses into their usual form already: 0x7f.1, 017700000001 and 2130706433 are 127.0.0.1 here.
    private static bool IsPublic(string host)
    {
        if (IPAddress.TryParse(host, out var address))
            return PublicAddress.IsPublic(address);

        var name = host.TrimEnd('.');
        return !name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            && HostName.Optional("", name) is { IsFailure: false, Value: not null };
    }

    private static Error Invalid(string field, string code, string message) => Error.Invalid(field, code, message);
}
