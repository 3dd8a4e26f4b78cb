using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>
/// Records how attempts went: what ended while the ones before were recorded in one transaction, since a commit costs the same for one and for
/// many. An endpoint that somebody has locked is waited for by its own deliveries only.
/// </summary>
internal sealed class WebhookRecorder
{
    private const int Batch = 100;
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;
    private readonly SingleFlight recording;
    private readonly ConcurrentQueue<Outcome> ended = new();

    public WebhookRecorder(IServiceScopeFactory scopes, TimeProvider clock)
    {
        (this.scopes, this.clock) = (scopes, clock);
        recording = new(RecordAllAsync);
    }

    /// <summary>Never cancelled: the receiver has it already. Does nothing when the lease was lost.</summary>
    public async Task RecordAsync(Lease lease, Action<WebhookDelivery, WebhookEndpoint, DateTimeOffset> change)
    {
        var outcome = new Outcome(lease, change, new(TaskCreationOptions.RunContinuationsAsynchronously));
        ended.Enqueue(outcome);
        await recording.RunAsync(CancellationToken.None);
        await outcome.Recorded.Task;
    }

    private async Task RecordAllAsync()
    {
        while (Next() is { Count: > 0 } outcomes)
        {
            foreach (var alone in await TryTogetherAsync(outcomes))
                _ = RecordAloneAsync(alone);
        }
    }

    private List<Outcome> Next()
    {
        var next = new List<Outcome>();
        while (next.Count < Batch && ended.TryDequeue(out var outcome))
            next.Add(outcome);
        return next;
    }

    /// <returns>Those that were not recorded.</returns>
    private async Task<IReadOnlyList<Outcome>> TryTogetherAsync(List<Outcome> outcomes)
    {
        try
        {
            var recorded = await ChangeAsync(outcomes, "skip locked");
            outcomes.Where(recorded.Contains).ToList().ForEach(o => o.Recorded.SetResult());
            return [.. outcomes.Where(o => !recorded.Contains(o))];
        }
        catch (Exception)
        {
            // Whose fault it is shows when each is recorded by itself.
            return outcomes;
        }
    }

    private async Task RecordAloneAsync(Outcome outcome)
    {
        try
        {
            await ChangeAsync([outcome], locked: "");
            outcome.Recorded.SetResult();
        }
        catch (Exception e)
        {
            outcome.Recorded.SetException(e);
        }
    }

    /// <param name="locked">What to do about locked endpoints.</param>
    private async Task<IReadOnlySet<Outcome>> ChangeAsync(IReadOnlyList<Outcome> outcomes, string locked)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return await db.InTransactionAsync(_ => ChangeAsync(db, outcomes, locked), CancellationToken.None);
    }

    // Attempts at one endpoint are recorded one after the other; the lock lets deliveries for it be added meanwhile.
    private async Task<IReadOnlySet<Outcome>> ChangeAsync(AppDb db, IReadOnlyList<Outcome> outcomes, string locked)
    {
        var sql = $$"""
            select e.*, e.xmin from webhook_endpoints e
            where e.id in (select endpoint_id from webhook_deliveries where id = any({0})) order by e.id for no key update of e {{locked}}
            """;
        Guid[] keys = [.. outcomes.Select(o => o.Lease.Id)];
        var endpoints = await db.WebhookEndpoints.FromSqlRaw(sql, keys).ToDictionaryAsync(e => e.Id);
        var ids = keys.Select(k => new WebhookDeliveryId(k)).ToList();
        var deliveries = await db.WebhookDeliveries.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id.Value);

        var (now, done) = (clock.GetUtcNow(), new HashSet<Outcome>());
        foreach (var outcome in outcomes)
        {
            var delivery = deliveries.GetValueOrDefault(outcome.Lease.Id);
            if (delivery is null || delivery.Fence != outcome.Lease.Fence)
                done.Add(outcome);
            else if (endpoints.TryGetValue(delivery.EndpointId, out var endpoint))
            {
                outcome.Change(delivery, endpoint, now);
                done.Add(outcome);
            }
        }

        await db.SaveChangesAsync();
        foreach (var given in endpoints.Values.Where(e => !e.Enabled))
            await db.EndPendingAsync(given.Id, now, CancellationToken.None);
        return done;
    }

    private sealed record Outcome(
        Lease Lease, Action<WebhookDelivery, WebhookEndpoint, DateTimeOffset> Change, TaskCompletionSource Recorded);
}
