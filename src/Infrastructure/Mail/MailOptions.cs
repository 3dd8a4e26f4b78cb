using MailKit.Security;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Section <c>Mail</c>. With <c>Smtp:Host</c> mails are sent; else with <c>Folder</c> they are written there; else they wait.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>For development: where mails are written as .eml files when no SMTP server is configured.</summary>
    public string? Folder { get; set; }

    /// <summary>How long a mail is tried before it is dead.</summary>
    public TimeSpan KeepTrying { get; set; } = TimeSpan.FromDays(3);

    /// <summary>For one attempt, from connecting to the server's last word.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many mails one process sends at a time.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How often to look for mails when no notification comes.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Section <c>Mail:Smtp</c>.</summary>
internal sealed class SmtpOptions
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    /// <summary>
    /// <c>starttls</c>; <c>implicit</c> for TLS from the first byte, usual on port 465; or <c>none</c> for a server on a trusted network.
    /// </summary>
    public string Tls { get; set; } = "starttls";

    public string? User { get; set; }

    public string? Password { get; set; }

    public string? From { get; set; }

    public string FromName { get; set; } = "SaaSOdoo";

    /// <summary>Null when <see cref="Tls"/> is none of its values.</summary>
    public SecureSocketOptions? Security => Tls.ToLowerInvariant() switch
    {
        "starttls" => SecureSocketOptions.StartTls,
        "implicit" => SecureSocketOptions.SslOnConnect,
        "none" => SecureSocketOptions.None,
        _ => null,
    };
}
