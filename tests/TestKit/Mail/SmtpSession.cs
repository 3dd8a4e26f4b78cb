using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SaaSOdoo.TestKit.Mail;

/// <summary>One connection: commands in the order that the protocol asks for, answers by its codes.</summary>
internal sealed class SmtpSession(SmtpServer server, NetworkStream connection)
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private Stream stream = connection;
    private StreamReader reader = new(connection, Encoding.Latin1);
    private readonly List<string> recipients = [];
    private string? sender;
    private bool isGreeted;
    private bool isLoggedIn;
    private int taken;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (server is { IsTlsImplicit: true, Certificate: { } own })
            await EncryptAsync(own, cancellationToken);
        await AnswerAsync("220 test ESMTP", cancellationToken);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var verb = line.Split(' ', 2)[0].ToUpperInvariant();
            if (verb == "QUIT")
            {
                await AnswerAsync("221 bye", cancellationToken);
                return;
            }

            if (verb == "STARTTLS" && server.Certificate is { } certificate)
            {
                await AnswerAsync("220 go on", cancellationToken);
                await EncryptAsync(certificate, cancellationToken);
                continue;
            }

            if (verb == "MAIL" && taken >= server.MailsPerConnection)
            {
                await AnswerAsync("421 4.7.0 Too many mails on this connection", cancellationToken);
                return;
            }

            if (verb == "DATA" && recipients.Count > 0)
            {
                if (!await TakeAsync(cancellationToken))
                    return;
                continue;
            }

            await AnswerAsync(verb == "AUTH" ? await LogInAsync(line, cancellationToken) : Obey(verb, line), cancellationToken);
        }
    }

    private string Obey(string verb, string line)
    {
        switch (verb)
        {
            case "EHLO" or "HELO":
                isGreeted = true;
                return string.Join("\r\n", new[] { "250-test", OffersTls ? "250-STARTTLS" : null, server.Login is null ? null : "250-AUTH LOGIN", "250 8BITMIME" }
                    .Where(line => line is not null));
            case "RSET" or "NOOP":
                return "250 ok";
            case "MAIL" when OffersTls:
                return "530 5.7.0 Must issue a STARTTLS command first";
            case "MAIL" when isGreeted && (server.Login is null || isLoggedIn):
                sender = Address(line);
                recipients.Clear();
                return "250 ok";
            case "MAIL":
                return "530 5.7.0 Authentication required";
            case "RCPT" when sender is not null:
                return AnswerTo(Address(line));
            default:
                return "503 5.5.1 Bad sequence of commands";
        }
    }

    private bool OffersTls => server.Certificate is not null && stream == connection;

    private async Task EncryptAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(connection);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        (stream, reader, isGreeted) = (encrypted, new StreamReader(encrypted, Encoding.Latin1), false);
    }

    private string AnswerTo(string recipient)
    {
        switch (server.Fault(recipient))
        {
            case SmtpFault.Defer:
                return "451 4.7.1 Greylisted, come back later";
            case SmtpFault.Refuse:
                return "550 5.1.1 User unknown";
            default:
                recipients.Add(recipient);
                return "250 ok";
        }
    }

    private async Task<string> LogInAsync(string line, CancellationToken cancellationToken)
    {
        if (!line.StartsWith("AUTH LOGIN", StringComparison.OrdinalIgnoreCase) || server.Login is not { } login)
            return "504 5.5.4 Unknown mechanism";

        // The client may send the user with the command.
        var user = line.Length > "AUTH LOGIN ".Length ? line["AUTH LOGIN ".Length..] : await AskAsync("VXNlcm5hbWU6", cancellationToken);
        var password = await AskAsync("UGFzc3dvcmQ6", cancellationToken);
        isLoggedIn = Decode(user) == login.User && Decode(password) == login.Password;
        return isLoggedIn ? "235 2.7.0 ok" : "535 5.7.8 Wrong user or password";
    }

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await AnswerAsync($"334 {question}", cancellationToken);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("The client has gone.");
    }

    /// <returns>False when the connection is to be closed.</returns>
    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var fault = server.Fault(recipients[0]);
        await AnswerAsync("354 go on", cancellationToken);
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line && line != ".")
        {
            if (fault == SmtpFault.Drop && data.Length > 100)
                return false;
            // A dot at the start of a line is doubled on the way.
            data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        if (fault == SmtpFault.Hang)
            await Task.Delay(Never, cancellationToken);
        server.Take(new(sender!, [.. recipients], data.ToString()));
        if (fault == SmtpFault.TakeAndDrop)
            return false;

        await AnswerAsync("250 2.0.0 taken", cancellationToken);
        taken++;
        sender = null;
        recipients.Clear();
        return true;
    }

    private async Task AnswerAsync(string line, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), cancellationToken);

    private static string Address(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
