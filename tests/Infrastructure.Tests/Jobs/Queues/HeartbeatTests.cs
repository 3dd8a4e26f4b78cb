using Microsoft.Extensions.Logging.Abstractions;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

public sealed class HeartbeatTests : OperationHostTest
{
    [Fact]
    public async Task Heartbeat_that_broke_begins_anew_and_keeps_the_lease()
    {
        var (_, id) = await Host.OrderAsync();
        var queue = Host.Get<OperationQueue>();
        var lease = (await queue.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        Host.Advance(TimeSpan.FromSeconds(10));
        var asked = 0;
        IReadOnlyList<Lease> Held() => Interlocked.Increment(ref asked) == 1 ? throw new InvalidOperationException("broken") : [lease];
        using var ended = new CancellationTokenSource();

        var beating = new Heartbeat(queue, Host.Get<Notifications>(), Held, _ => { }, Host.Clock, NullLogger.Instance).RunAsync(ended.Token);

        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(id)).LeaseUntil == Host.Clock.Now + queue.Duration);
        await ended.CancelAsync();
        await beating;
    }
}
