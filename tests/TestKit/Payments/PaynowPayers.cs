using System.Collections.Concurrent;

namespace SaaSOdoo.TestKit.Payments;

/// <summary>Those whose telephone asks for the PIN. PayNow's test numbers answer by themselves; all others wait for somebody to play them.</summary>
public sealed class PaynowPayers : IAsyncDisposable
{
    private static readonly Dictionary<string, (string Status, TimeSpan After)> Numbers = new(StringComparer.Ordinal)
    {
        ["0771111111"] = ("Paid", TimeSpan.FromSeconds(5)),
        ["0772222222"] = ("Paid", TimeSpan.FromSeconds(30)),
        ["0773333333"] = ("Cancelled", TimeSpan.FromSeconds(30)),
        ["0774444444"] = ("Failed", TimeSpan.Zero),
    };

    private readonly FakePaynow gateway;
    private readonly CancellationTokenSource stopped = new();
    private readonly ConcurrentDictionary<Task, byte> thinking = new();

    internal PaynowPayers(FakePaynow gateway) => this.gateway = gateway;

    /// <summary>How long somebody takes who is late.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <summary>Waits until all who were asked, and answer by themselves, have answered.</summary>
    public Task SettledAsync() => Task.WhenAll(thinking.Keys);

    /// <summary>Changes the status when the time, times <see cref="FakePaynow.Pace"/>, is over.</summary>
    public void Answer(PaynowTransaction transaction, string status, TimeSpan after)
    {
        var answer = Task.Run(() => AnswerAsync(transaction, status, after * gateway.Pace));
        thinking.TryAdd(answer, 0);
        _ = answer.ContinueWith(done => thinking.TryRemove(done, out _), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await SettledAsync();
        stopped.Dispose();
    }

    internal async Task AskAsync(PaynowTransaction transaction)
    {
        if (!Numbers.TryGetValue(transaction.Phone, out var number))
            transaction.Become("Sent");
        else if (number.After == TimeSpan.Zero)
            await gateway.ChangeAsync(transaction, number.Status);
        else
        {
            transaction.Become("Sent");
            Answer(transaction, number.Status, number.After);
        }
    }

    private async Task AnswerAsync(PaynowTransaction transaction, string status, TimeSpan after)
    {
        try
        {
            await Task.Delay(after, stopped.Token);
            await gateway.ChangeAsync(transaction, status);
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }
}
