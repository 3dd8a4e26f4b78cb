using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Hands mails to an SMTP server, each on a connection of its own.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options) : IMailTransport
{
    private readonly SmtpOptions smtp = options.Value.Smtp;

    public MailAddress From { get; } = new(options.Value.Smtp.From!, options.Value.Smtp.FromName);

    public string Description =>
        $"Mails are sent through {smtp.Host}:{smtp.Port} ({(smtp.UsesTls ? "STARTTLS" : "without TLS")}) as {From.Address}.";

    public async Task SendAsync(MailMessage message, string name, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(smtp.Host, smtp.Port)
        {
            EnableSsl = smtp.UsesTls,
            UseDefaultCredentials = false,
            Credentials = smtp.User is null ? null : new NetworkCredential(smtp.User, smtp.Password),
        };
        // The client's own time limit is for its synchronous methods only.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.Timeout);
        try
        {
            // Not every phase of the client gives up when it is cancelled: disposing it closes the connection.
            await client.SendMailAsync(message, patience.Token).WaitAsync(patience.Token);
        }
        catch (SmtpFailedRecipientException e)
        {
            throw new MailNotTakenException(e.Message, IsPermanent(e.StatusCode), e);
        }
        catch (Exception e) when (e is SmtpException or IOException or SocketException or AuthenticationException)
        {
            // Whatever else is refused, the login included, the operator can set right within the days that a mail is tried.
            throw new MailNotTakenException(Reason(e), isFinal: false, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailNotTakenException($"The server did not finish within {options.Value.Timeout.TotalSeconds:0} seconds.", isFinal: false, e);
        }
    }

    private static bool IsPermanent(SmtpStatusCode code) => (int)code >= 500;

    private static string Reason(Exception exception) =>
        exception.InnerException is { } inner && exception is SmtpException { StatusCode: SmtpStatusCode.GeneralFailure }
            ? $"{exception.Message} {inner.Message}"
            : exception.Message;
}
