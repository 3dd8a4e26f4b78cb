using System.Collections.Concurrent;
using System.Text;

namespace SaaSOdoo.TestKit.Payments;

/// <summary>Tells merchants how payments stand.</summary>
public sealed class PaynowSender : IAsyncDisposable
{
    private const int Tries = 10;
    private readonly FakePaynow gateway;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource stopped = new();
    private readonly ConcurrentStack<(Uri To, string Body)> kept = new();
    private readonly ConcurrentDictionary<Task, byte> sending = new();

    internal PaynowSender(FakePaynow gateway) => this.gateway = gateway;

    public PaynowCallbacks Mode { get; set; }

    /// <summary>Before each message is sent for the first time.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Between two tries of one message.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many were sent, repetitions included.</summary>
    public int Sent { get; private set; }

    /// <summary>How many were given up.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Sends what was kept, the newest first.</summary>
    public async Task DeliverKeptAsync()
    {
        while (kept.TryPop(out var message))
            await SendAsync(message.To, message.Body);
    }

    /// <summary>Waits until all that is to be sent was sent, or given up.</summary>
    public Task SettledAsync() => Task.WhenAll(sending.Keys);

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await SettledAsync();
        stopped.Dispose();
        http.Dispose();
    }

    internal Task TellAsync(PaynowTransaction transaction)
    {
        var (to, body) = (new Uri(transaction.ResultUrl), gateway.StatusOf(transaction));
        if (Mode is PaynowCallbacks.Keep)
            kept.Push((to, body));
        for (var n = 0; n < (Mode switch { PaynowCallbacks.Deliver => 1, PaynowCallbacks.Repeat => 3, _ => 0 }); n++)
            Start(to, body);
        return Task.CompletedTask;
    }

    private void Start(Uri to, string body)
    {
        var message = Task.Run(() => SendAsync(to, body));
        sending.TryAdd(message, 0);
        _ = message.ContinueWith(done => sending.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task SendAsync(Uri to, string body)
    {
        try
        {
            await Task.Delay(Delay, stopped.Token);
            for (var n = 1; n <= Tries; n++)
            {
                if (await IsTakenAsync(to, body))
                    return;
                await Task.Delay(Pause, stopped.Token);
            }

            GivenUp++;
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task<bool> IsTakenAsync(Uri to, string body)
    {
        try
        {
            Sent++;
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) { Headers = { ContentType = new("application/x-www-form-urlencoded") } };
            using var response = await http.PostAsync(to, content, stopped.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stopped.IsCancellationRequested))
        {
            return false;
        }
    }
}
