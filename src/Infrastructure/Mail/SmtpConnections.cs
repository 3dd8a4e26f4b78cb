using System.Diagnostics;
using System.Net.Security;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>
/// Connections to the SMTP server, logged in. One that has served waits for the next mail, so that many mails take one greeting and one
/// handshake; it is closed when none comes. A connection is one mail's at a time.
/// </summary>
internal sealed class SmtpConnections : IDisposable
{
    // Servers grant 5 minutes by RFC 5321, and many less.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);

    // A connection whose server has vanished without a word is not to use up the time of the mail.
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(5);

    private readonly MailOptions options;
    private readonly Lock gate = new();
    private readonly List<(SmtpClient Client, long Since)> idle = [];
    private readonly Timer cleaning;
    private bool isDisposed;

    public SmtpConnections(IOptions<MailOptions> options)
    {
        this.options = options.Value;
        cleaning = new(_ => CloseIdle(IdleLimit), state: null, IdleLimit, IdleLimit);
    }

    /// <summary>One that is open already and that the server still answers on; null when there is none.</summary>
    public async Task<SmtpClient?> FindOpenAsync(CancellationToken cancellationToken)
    {
        while (Pop() is { } client)
        {
            if (await AnswersAsync(client, cancellationToken))
                return client;

            // The others have most likely met the same end, and asking each would use up the time of the mail.
            client.Dispose();
            CloseIdle(TimeSpan.Zero);
        }

        return null;
    }

    /// <exception cref="Exception">Those of the library and of the network.</exception>
    public async Task<SmtpClient> OpenAsync(CancellationToken cancellationToken)
    {
        var smtp = options.Smtp;
        var client = new SmtpClient
        {
            // For single reads and writes; the whole attempt ends with the token.
            Timeout = (int)Math.Min(options.Timeout.TotalMilliseconds, int.MaxValue),
            // The library's own check lets some known certificates through although they have errors.
            ServerCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None,
            // Asks a third party for each connection, and would send nothing while that one is away.
            CheckCertificateRevocation = false,
        };
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, smtp.Security!.Value, cancellationToken);
            if (smtp.User is { } user)
                await client.AuthenticateAsync(user, smtp.Password!, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>For the next mail, if it is still good for one.</summary>
    public void GiveBack(SmtpClient client)
    {
        lock (gate)
        {
            if (client.IsConnected && !isDisposed)
            {
                idle.Add((client, Stopwatch.GetTimestamp()));
                return;
            }
        }

        client.Dispose();
    }

    public void Dispose()
    {
        lock (gate)
            isDisposed = true;
        cleaning.Dispose();
        CloseIdle(TimeSpan.Zero);
    }

    private SmtpClient? Pop()
    {
        lock (gate)
        {
            if (idle.Count == 0)
                return null;

            var (client, _) = idle[^1];
            idle.RemoveAt(idle.Count - 1);
            return client;
        }
    }

    private void CloseIdle(TimeSpan limit)
    {
        List<SmtpClient> over;
        lock (gate)
        {
            over = [.. idle.Where(c => Stopwatch.GetElapsedTime(c.Since) >= limit).Select(c => c.Client)];
            idle.RemoveAll(c => over.Contains(c.Client));
        }

        foreach (var client in over)
            client.Dispose();
    }

    private static async Task<bool> AnswersAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CheckLimit);
        try
        {
            await client.NoOpAsync(limit.Token);
            return client.IsConnected;
        }
        catch (Exception e) when (SmtpTransport.IsOfTheServer(e) || e is TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
