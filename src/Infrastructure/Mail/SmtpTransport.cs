using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Hands mails to an SMTP server, on a connection that is open already if there is one.</summary>
internal sealed class SmtpTransport(SmtpConnections connections, IOptions<MailOptions> options) : IMailTransport
{
    private readonly SmtpOptions smtp = options.Value.Smtp;

    public MailboxAddress From { get; } = new(options.Value.Smtp.FromName, options.Value.Smtp.From!);

    public string Description => $"Mails are sent through {smtp.Host}:{smtp.Port} ({Encryption}) as {From.Address}.";

    private string Encryption => smtp.Security switch
    {
        SecureSocketOptions.StartTls => "STARTTLS",
        SecureSocketOptions.SslOnConnect => "TLS",
        _ => "without TLS",
    };

    public async Task SendAsync(MimeMessage message, string name, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.Timeout);
        try
        {
            await SendAsync(message, patience.Token);
        }
        catch (SmtpCommandException e) when (IsFinal(e))
        {
            throw new MailNotTakenException(e.Message, isFinal: true, e);
        }
        catch (Exception e) when (IsOfTheServer(e))
        {
            // Whatever else is refused, the login included, the operator can set right within the days that a mail is tried.
            throw new MailNotTakenException(ReasonOf(e), isFinal: false, e);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new MailNotTakenException($"The server did not finish within {options.Value.Timeout.TotalSeconds:0} seconds.", isFinal: false, e);
        }
    }

    /// <summary>Whether the server, the network or the settings are to blame for it, and not this program.</summary>
    internal static bool IsOfTheServer(Exception e) => e is CommandException or ProtocolException or ServiceNotConnectedException
        or ServiceNotAuthenticatedException or AuthenticationException or SslHandshakeException or NotSupportedException or IOException
        or SocketException;

    private async Task SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        if (await connections.FindOpenAsync(cancellationToken) is { } open)
        {
            try
            {
                await SendAsync(open, message, cancellationToken);
                return;
            }
            catch (SmtpCommandException e) when (e.StatusCode == SmtpStatusCode.ServiceNotAvailable && e.ErrorCode != SmtpErrorCode.MessageNotAccepted)
            {
                // 421 before the mail itself: the server has had enough of this connection (many take only so many mails on one).
            }
        }

        await SendAsync(await connections.OpenAsync(cancellationToken), message, cancellationToken);
    }

    private async Task SendAsync(SmtpClient client, MimeMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(message, cancellationToken);
        }
        catch (SmtpCommandException)
        {
            // A clear answer: the connection is as good as before.
            connections.GiveBack(client);
            throw;
        }
        catch
        {
            client.Dispose();
            throw;
        }

        connections.GiveBack(client);
    }

    // There is no such mailbox, or it takes nothing for good. 5xx about anything else can be a matter of our settings.
    private static bool IsFinal(SmtpCommandException e) => e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && e.StatusCode is
        SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.ExceededStorageAllocation
        or SmtpStatusCode.MailboxNameNotAllowed;

    private static string ReasonOf(Exception e) => e switch
    {
        SslHandshakeException { InnerException: { } inner } => $"No secure connection: {inner.Message}",
        NotSupportedException => $"The server does not support secure connections or logins as configured: {e.Message}",
        _ => e.Message,
    };
}
