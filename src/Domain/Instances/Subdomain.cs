using System.Collections.Frozen;
using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>The host name label of an instance: RFC 1035, unique over the whole platform among live instances.</summary>
public static partial class Subdomain
{
    public const int MaxLength = 50;

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "admin", "api", "app", "apps", "auth", "autoconfig", "autodiscover", "billing", "blog", "cdn", "console", "dashboard",
        "dns", "docs", "email", "ftp", "git", "health", "help", "host", "hostmaster", "imap", "instance", "internal", "localhost",
        "login", "mail", "metrics", "monitor", "ns1", "ns2", "odoo", "pay", "paynow", "pop", "pop3", "portal", "postmaster",
        "private", "proxy", "public", "register", "root", "saasodoo", "security", "smtp", "sso", "static", "status", "support",
        "swagger", "system", "traefik", "webhook", "webhooks", "webmail", "webmaster", "wpad", "www",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static Result<string> Create(string? value)
    {
        if (value is null || !Label().IsMatch(value))
            return Error.Invalid("subdomain", "instance.subdomain_invalid",
                "Give 3 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.");

        // xn-- is how browsers are told of other scripts: such a label would be shown as letters that look like somebody else's name.
        return Reserved.Contains(value) || value.StartsWith("xn--", StringComparison.Ordinal)
            ? Error.Invalid("subdomain", "instance.subdomain_reserved", $"\"{value}\" is reserved; choose another.")
            : value;
    }

    /// <summary>What an instance gets when none is asked for.</summary>
    public static Result<string> From(string databaseName) => Create(databaseName.Replace('_', '-').TrimEnd('-'));

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,48}[a-z0-9]\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Label();
}
