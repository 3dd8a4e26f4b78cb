using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SaaSOdoo.TestKit.Mail;

/// <summary>
/// An SMTP server on loopback that speaks the real protocol (RFC 5321, STARTTLS of RFC 3207, TLS from the first byte of RFC 8314, LOGIN of
/// RFC 4954), keeps what it takes, and fails as it is told.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedMail> received = new();
    private readonly ConcurrentDictionary<Task, byte> sessions = new();
    private CancellationTokenSource? stop;
    private CancellationTokenSource broken = new();
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;

    public SmtpServer() => Start();

    public int Port { get; private set; }

    public IReadOnlyList<ReceivedMail> Received => [.. received];

    public int Connections { get; private set; }

    /// <summary>By recipient.</summary>
    public Func<string, SmtpFault> Fault { get; set; } = _ => SmtpFault.None;

    /// <summary>Whom it lets in; null asks nobody.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>With it the server offers STARTTLS, and takes mails over an encrypted connection only.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Encrypts from the first byte instead.</summary>
    public bool IsTlsImplicit { get; set; }

    /// <summary>How many mails it takes on one connection; 421 to the next.</summary>
    public int MailsPerConnection { get; set; } = int.MaxValue;

    /// <summary>Settings under which the platform sends through it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Mail:Smtp:Host", "127.0.0.1"),
        ("Mail:Smtp:Port", $"{Port}"),
        ("Mail:Smtp:Tls", "none"),
        ("Mail:Smtp:From", "no-reply@saasodoo.example"),
        ("Portal:BaseUrl", "https://portal.example.com"),
    ];

    /// <summary>Listens again, on the same port as before.</summary>
    public void Start()
    {
        stop = new CancellationTokenSource();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener, stop.Token);
    }

    /// <summary>Refuses connections, and breaks those that are open.</summary>
    public async Task StopAsync()
    {
        await stop!.CancelAsync();
        listener!.Dispose();
        await accepting;
        await Task.WhenAll(sessions.Keys);
        stop.Dispose();
    }

    /// <summary>Closes the connections that are open, and takes new ones.</summary>
    public async Task BreakConnectionsAsync()
    {
        using var old = Interlocked.Exchange(ref broken, new());
        await old.CancelAsync();
        await Task.WhenAll(sessions.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        broken.Dispose();
    }

    internal void Take(ReceivedMail mail) => received.Enqueue(mail);

    private async Task AcceptAsync(TcpListener listening, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var client = await listening.AcceptTcpClientAsync(cancellationToken);
                Connections++;
                var session = RunAsync(client, cancellationToken);
                sessions.TryAdd(session, 0);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RunAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, broken.Token))
        {
            try
            {
                await new SmtpSession(this, client.GetStream()).RunAsync(end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or AuthenticationException)
            {
                // Stopped, or the client has gone.
            }
        }
    }
}
