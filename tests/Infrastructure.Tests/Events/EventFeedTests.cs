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
    public async Task A_reader_gets_what_was_and_what_comes_in_order_and_ends_with_the_operation()
    {
        await Shop.StartAsync<NotificationListener>();
        var (_, id) = await Shop.OrderAsync();
        var reading = ReadAsync(id, after: 0);

        await Shop.RunNextAsync();

        var events = await reading;
        events[0].Name.ShouldBe("operation.queued");
        events[^1].Name.ShouldBe("operation.finished");
        events.Count(e => e.Name == "operation.finished").ShouldBe(1);
        events.Select(e => e.Position).ShouldBe(events.Select(e => e.Position).Distinct().Order());
        events.Count.ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task A_reader_that_comes_back_misses_nothing_and_sees_nothing_twice()
    {
        var (_, id) = await Shop.OrderAsync();
        await Shop.RunNextAsync();
        var all = await ReadAsync(id, after: 0);

        for (var seen = 0; seen < all.Count; seen++)
            (await ReadAsync(id, all[seen == 0 ? 0 : seen - 1].Position)).ShouldBe(all.Skip(seen == 0 ? 1 : seen));
    }

    [Fact]
    public async Task A_reader_that_breaks_off_again_and_again_while_much_happens_has_it_all_in_the_end()
    {
        await Shop.StartAsync<NotificationListener>();
        var (_, id) = await Shop.OrderAsync();
        var claim = (await Shop.Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        var journal = new OperationJournal(claim, Shop.Get<IServiceScopeFactory>(), Shop.Clock);
        var writing = Task.Run(async () =>
        {
            await journal.PlanAsync([StepName.EnsureTemplate], CancellationToken.None);
            for (var line = 0; line < 100; line++)
                await journal.DescribeAsync(StepName.EnsureTemplate, $"{line}", CancellationToken.None);
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
    public async Task A_reader_that_has_the_end_already_gets_nothing_more()
    {
        var (_, id) = await Shop.OrderAsync();
        await Shop.RunNextAsync();
        var end = (await ReadAsync(id, after: 0))[^1].Position;

        // Browsers come back by themselves after every end.
        (await ReadAsync(id, end)).ShouldBeEmpty();
        (await ReadAsync(id, long.MaxValue)).ShouldBeEmpty();
    }

    private async Task<List<FeedEvent>> ReadAsync(OperationId id, long after, int atMost = int.MaxValue)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var feed = (await Shop.SendAsync(new FollowOperation(id, after))).Value;
        var events = new List<FeedEvent>();
        await foreach (var one in feed.WithCancellation(timeout.Token))
        {
            events.Add(one);
            if (events.Count == atMost)
                break;
        }

        return events;
    }
}
