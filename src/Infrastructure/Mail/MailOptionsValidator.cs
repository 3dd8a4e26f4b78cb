using System.Net;
using System.Net.Mail;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Gathers all that is wrong, so that it is set right in one go.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    private const int ImplicitTlsPort = 465;

    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        string[] failures = [.. General(options), .. string.IsNullOrWhiteSpace(options.Smtp.Host) ? WithoutHost(options.Smtp) : Smtp(options.Smtp)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> General(MailOptions options)
    {
        TimeSpan[] times = [options.KeepTrying, options.Timeout, options.Poll];
        if (options.Concurrency < 1 || times.Any(t => t <= TimeSpan.Zero))
            yield return "Mail: KeepTrying, Timeout, Poll and Concurrency must be positive.";
        if (options.Folder is { } folder && !Path.IsPathFullyQualified(folder))
            yield return "Mail:Folder must be an absolute path.";
    }

    private static IEnumerable<string> WithoutHost(SmtpOptions smtp)
    {
        if (smtp.User is not null || smtp.Password is not null || smtp.From is not null)
            yield return "Mail:Smtp:Host is missing; without it no mail is sent.";
    }

    private static IEnumerable<string> Smtp(SmtpOptions smtp)
    {
        if (smtp.Port is < 1 or > IPEndPoint.MaxPort)
            yield return "Mail:Smtp:Port must be 1 to 65535.";
        if (smtp.Security is null)
            yield return "Mail:Smtp:Tls must be starttls, implicit or none.";
        if (smtp is { Port: ImplicitTlsPort, Security: SecureSocketOptions.StartTls or SecureSocketOptions.None })
            yield return "Mail:Smtp:Port 465 is TLS from the first byte: set Tls to implicit, or use the submission port 587 with starttls.";
        if (smtp.User is null != smtp.Password is null)
            yield return "Mail:Smtp: give User and Password, or neither.";
        if (smtp is { Security: SecureSocketOptions.None, User: not null } && !IsLoopback(smtp.Host!))
            yield return "Mail:Smtp: with Tls none the password would cross the network in clear; use starttls or implicit.";
        if (!MailAddress.TryCreate(smtp.From, out var from) || from.Address != smtp.From)
            yield return "Mail:Smtp:From must be the address that mails come from: no-reply@example.com.";
        if (smtp.FromName.Any(c => char.IsControl(c) || "<>\"\\".Contains(c)))
            yield return "Mail:Smtp:FromName must be plain text on one line.";
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
