namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Section <c>Portal</c>.</summary>
internal sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>Where people reach the platform: mails link to it.</summary>
    public string BaseUrl { get; set; } = "http://localhost:5000";

    public static bool IsValid(PortalOptions options) =>
        Uri.TryCreate(options.BaseUrl, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri is { Query: "", Fragment: "" };
}
