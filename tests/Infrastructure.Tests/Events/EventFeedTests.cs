using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Events;

/// <summary>Readers would look by themselves every ten minutes only: what comes sooner came by notification.</summary>
public sealed class EventFeedTests : OperationHostTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private protected override OperationHost Open() => new(Database, change: null, ("Events:Poll", "00:10:00"));

    [Fact]
    public async Task Event_feed_streams_past_and_new_events_in_order_until_the_operation_ends()
    {
        await Host.StartAsync<NotificationListener>();
        var (_, id) = await Host.OrderAsync();
        var reading = ReadAsync(id, after: 0);

        await Host.RunNextAsync();

        var events = await reading;
        events[0].Name.ShouldBe("operation.queued");
        events[^1].Name.ShouldBe("operation.finished");
        events.Count(e => e.Name == "operation.finished").ShouldBe(1);
        events.Select(e => e.Position).ShouldBe(events.Select(e => e.Position).Distinct().Order());
        events.Count.ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task Resumed_event_feed_has_no_gap_and_no_duplicate()
    {
        var (_, id) = await Host.OrderAsync();
        await Host.RunNextAsync();
        var all = await ReadAsync(id, after: 0);

        for (var seen = 0; seen < all.Count; seen++)
            (await ReadAsync(id, all[seen == 0 ? 0 : seen - 1].Position)).ShouldBe(all.Skip(seen == 0 ? 1 : seen));
    }

    [Fact]
    public async Task Repeatedly_resumed_event_feed_delivers_every_event_under_load()
    {
        await Host.StartAsync<NotificationListener>();
        var (_, id) = await Host.OrderAsync();
        var claim = (await Host.Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        var journal = new OperationJournal(claim, Host.Get<IServiceScopeFactory>(), Host.Clock);
        var writing = Task.Run(async () =>
        {
            await journal.PlanAsync([StepName.EnsureTemplate], CancellationToken.None);
            for (var line = 0; line < 100; line++)
                await journal.DescribeAsync(StepName.EnsureTemplate, $"{line}", percent: null, CancellationToken.None);
            await journal.WriteAsync((operation, now) => operation.Succeed(now), CancellationToken.None);
        });

        var got = new List<FeedEvent>();
        while (got.Count == 0 || got[^1].Name != "operation.finished")
            got.AddRange(await ReadAsync(id, got.Count == 0 ? 0 : got[^1].Position, atMost: 7));
        await writing;

        got.ShouldBe(await ReadAsync(id, after: 0));
        got.Count.ShouldBe(103);
    }

    [Fact]
    public async Task Event_feed_resumed_after_the_end_is_empty()
    {
        var (_, id) = await Host.OrderAsync();
        await Host.RunNextAsync();
        var end = (await ReadAsync(id, after: 0))[^1].Position;

        // Browsers come back by themselves after every end.
        (await ReadAsync(id, end)).ShouldBeEmpty();
        (await ReadAsync(id, long.MaxValue)).ShouldBeEmpty();
    }

    private async Task<List<FeedEvent>> ReadAsync(OperationId id, long after, int atMost = int.MaxValue)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var events = new List<FeedEvent>();
        if ((await Host.SendAsync(new FollowOperation(id, after))).Value.Events is not { } feed)
            return events;

        await foreach (var one in feed.WithCancellation(timeout.Token))
        {
            events.Add(one);
            if (events.Count == atMost)
                break;
        }

        return events;
    }
}
