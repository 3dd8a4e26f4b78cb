using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Customers;

namespace SaaSOdoo.Infrastructure.Tests.Customers;

public sealed class FairGateTests
{
    [Fact]
    public async Task Places_go_round_among_the_sources_that_wait()
    {
        var gate = new FairGate(places: 1, maxWaiting: 100);
        await gate.EnterAsync("first", default);
        var order = new List<string>();
        var waiting = new[] { "flood", "flood", "flood", "flood", "other", "third", "other" }.Select(s => EnterAsync(gate, s, order)).ToList();

        gate.Leave();
        await Task.WhenAll(waiting);

        order.ShouldBe(["flood", "other", "third", "flood", "other", "flood", "flood"]);
        await gate.EnterAsync("free again", default);
    }

    [Fact]
    public async Task Queue_is_bounded_and_the_source_with_most_makes_room_for_others()
    {
        var gate = new FairGate(places: 1, maxWaiting: 3);
        await gate.EnterAsync("first", default);
        var flood = Enumerable.Range(0, 3).Select(_ => gate.EnterAsync("flood", default)).ToList();
        (await Should.ThrowAsync<OverloadedException>(() => gate.EnterAsync("flood", default))).RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);

        var other = gate.EnterAsync("other", default);
        await Should.ThrowAsync<OverloadedException>(() => flood[2]);
        await Should.ThrowAsync<OverloadedException>(() => gate.EnterAsync("other", default));

        for (var i = 0; i < 3; i++)
            gate.Leave();
        await Task.WhenAll(flood[0], flood[1], other);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var gate = new FairGate(places: 1, maxWaiting: 2);
        await gate.EnterAsync("first", default);
        using var gone = new CancellationTokenSource();
        var given = gate.EnterAsync("gone", gone.Token);
        var stays = gate.EnterAsync("stays", default);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);

        var after = gate.EnterAsync("after", default);
        gate.Leave();
        await stays;
        after.IsCompleted.ShouldBeFalse();
        gate.Leave();
        await after;
    }

    [Fact]
    public async Task No_place_is_lost_or_made_when_many_enter_and_give_up_at_once()
    {
        var gate = new FairGate(places: 2, maxWaiting: 50);
        var (inside, most) = (0, 0);
        var counted = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            using var patience = new CancellationTokenSource();
            if (i % 3 == 0)
                patience.CancelAfter(TimeSpan.FromMilliseconds(i % 7));
            try
            {
                await gate.EnterAsync($"source {i % 5}", patience.Token);
            }
            catch (Exception e) when (e is OverloadedException or OperationCanceledException)
            {
                return;
            }

            lock (counted)
                most = Math.Max(most, ++inside);
            await Task.Yield();
            lock (counted)
                inside--;
            gate.Leave();
        })));

        most.ShouldBeInRange(1, 2);
        await gate.EnterAsync("a", default);
        await gate.EnterAsync("b", default);
        gate.EnterAsync("c", default).IsCompleted.ShouldBeFalse();
    }

    private static async Task EnterAsync(FairGate gate, string source, List<string> order)
    {
        await gate.EnterAsync(source, default);
        order.Add(source);
        gate.Leave();
    }
}
