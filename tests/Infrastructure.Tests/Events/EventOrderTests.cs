using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Events;

/// <summary>A transaction that commits late has a low position all the same: readers that are past it must see its events.</summary>
public sealed class EventOrderTests : OperationHostTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IEventFeed Feed => Host.Get<IEventFeed>();

    [Fact]
    public async Task Late_commit_with_a_lower_position_is_read_after_newer_events()
    {
        var tenant = await TenantAsync();
        var before = (await PastAsync(tenant, 0))[^1].Position;

        await using var late = Database.NewDb();
        await using var transaction = await late.Database.BeginTransactionAsync();
        (await late.Tenants.SingleAsync(t => t.Id == tenant)).Suspend(Host.Clock.Now);
        await late.SaveChangesAsync();
        var (instance, _) = await Host.OrderAsync();
        var meanwhile = await PastAsync(tenant, before);
        meanwhile.Select(e => e.Type).ShouldBe(["instance.created", "operation.queued"], ignoreOrder: true);
        await transaction.CommitAsync();

        var after = await PastAsync(tenant, meanwhile[^1].Position);

        after.Select(e => e.Type).ShouldBe(["tenant.suspended"]);
        (await Host.ReadAsync(db => db.Events.SingleAsync(e => e.Name == "tenant.suspended"))).Position
            .ShouldBeLessThan((await Host.ReadAsync(db => db.Events.SingleAsync(e => e.Subject == instance.Value))).Position);
    }

    [Fact]
    public async Task Reader_of_one_subject_sees_the_event_of_a_late_commit()
    {
        var tenant = await TenantAsync();
        await using var late = Database.NewDb();
        await using var transaction = await late.Database.BeginTransactionAsync();
        await InsertAsync(late, tenant, "first");
        await using (var quick = Database.NewDb())
            await InsertAsync(quick, tenant, "second");
        var seen = await Feed.PastAsync(tenant.Value, 0, default);
        await transaction.CommitAsync();

        var rest = await Feed.PastAsync(tenant.Value, seen[^1].Position, default);

        (seen.Count(e => e.Payload.Contains("second")), rest.Count).ShouldBe((1, 1));
        rest[0].Payload.ShouldContain("first");
    }

    [Fact]
    public async Task List_and_stream_deliver_each_event_once_under_concurrent_commits()
    {
        const int writers = 8, each = 40;
        var tenant = await TenantAsync();
        var start = await Feed.EndAsync(default);
        await Host.StartAsync<NotificationListener>();
        var streaming = StreamAsync(tenant, start, writers * each);
        var listing = ListAsync(tenant, start, writers * each);

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var n = 0; n < each; n++)
            {
                await using var db = Database.NewDb();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await InsertAsync(db, tenant, $"{writer}.{n}");
                // Some hold their position back for longer than others take from begin to end.
                await db.Database.ExecuteSqlAsync($"select pg_sleep({(n * 7 + writer) % 5 * 0.002})");
                await transaction.CommitAsync();
            }
        })));

        var (streamed, listed) = (await streaming, await listing);
        streamed.Distinct().Count().ShouldBe(writers * each);
        streamed.ShouldBe(listed);
    }

    private async Task<List<Guid>> StreamAsync(TenantId tenant, long after, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var ids = new List<Guid>();
        await foreach (var one in Feed.ReadOfTenantAsync(tenant, after, limit.Token))
        {
            ids.Add(one.Id);
            if (ids.Count == count)
                break;
        }

        return ids;
    }

    private async Task<List<Guid>> ListAsync(TenantId tenant, long after, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var ids = new List<Guid>();
        while (ids.Count < count)
        {
            var page = await Feed.PastOfTenantAsync(tenant, type: null, after, limit: 3, limit.Token);
            ids.AddRange(page.Select(e => e.Id));
            after = page.Count == 0 ? after : page[^1].Position;
        }

        return ids;
    }

    private Task<IReadOnlyList<PublicEvent>> PastAsync(TenantId tenant, long after) =>
        Feed.PastOfTenantAsync(tenant, type: null, after, limit: 100, CancellationToken.None);

    private async Task<TenantId> TenantAsync()
    {
        await Host.OrderAsync();
        return Host.Tenant;
    }

    // As AppDb stores one, but without an aggregate, whose row would make the writers wait for each other.
    private static Task<int> InsertAsync(Infrastructure.Persistence.AppDb db, TenantId tenant, string mark) => db.Database.ExecuteSqlAsync(
        $"""
        insert into events (id, name, subject, tenant_id, payload, at)
        values (gen_random_uuid(), {EventNames.NameOf(typeof(TenantSuspended))}, {tenant.Value}, {tenant.Value}, jsonb_build_object('mark', {mark}), now())
        """);
}
