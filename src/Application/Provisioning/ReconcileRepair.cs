using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Puts right what a run has found, by what puts it right anyway: instances by operations that heal, what belongs to nobody by the collectors, which
/// look once more. Doing it twice equals doing it once, so a crash costs nothing.
/// </summary>
public sealed partial class ReconcileRepair(
    IAppDb db, HealingRequests healing, OrphanCollector orphans, NamedOrphans named, ILogger<ReconcileRepair> logger)
{
    private const int Batch = 50;
    private const string InUse = "in_use_again";
    private const string Unreachable = "unreachable";

    /// <summary>The next of them. By the words of their kinds: what uses something else comes before it.</summary>
    /// <returns>False when there are no more.</returns>
    public async Task<bool> RepairAsync(ReconcileRunId run, CancellationToken cancellationToken)
    {
        var pending = await db.ReconcileFindings.AsNoTracking().Where(f => f.RunId == run && f.Outcome == FindingOutcome.Pending)
            .OrderBy(f => f.Kind).ThenBy(f => f.Id).Take(Batch).ToListAsync(cancellationToken);
        var still = pending.Any(f => f.Kind != FindingKind.Instance) ? await OrphansAsync(cancellationToken) : [];
        foreach (var finding in pending)
        {
            if (finding.Kind == FindingKind.Instance)
                await HealAsync(finding, cancellationToken);
            else
                await RemoveAsync(finding, still, cancellationToken);

            db.ReconcileFindings.Update(finding);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return pending.Count == Batch;
    }

    private async Task<List<Orphan>> OrphansAsync(CancellationToken cancellationToken) =>
        [.. await orphans.FindAsync(cancellationToken), .. await named.FindAsync(cancellationToken)];

    private static bool IsOf(Orphan orphan, ReconcileFinding finding) =>
        (orphan.Kind, orphan.Name, orphan.Server?.Id) == (finding.Kind, finding.Name, finding.DatabaseServerId);

    // Whatever is under way looks for itself, so it is as good as one of ours.
    private async Task HealAsync(ReconcileFinding finding, CancellationToken cancellationToken)
    {
        var id = finding.InstanceId!.Value;
        var status = await db.Instances.Where(i => i.Id == id).Select(i => (InstanceStatus?)i.Status).SingleOrDefaultAsync(cancellationToken);
        if (status is { } seen)
            await healing.RequestAsync(id, seen, cancellationToken);
        if (await db.ActiveOperationsOf(id).Select(o => (OperationId?)o.Id).FirstOrDefaultAsync(cancellationToken) is { } operation)
            finding.Heals(operation);
        else
            finding.Leave("not_allowed_now");
    }

    // One that cannot be removed keeps nobody else from being mended; only an engine that is away keeps all.
    private async Task RemoveAsync(ReconcileFinding finding, List<Orphan> still, CancellationToken cancellationToken)
    {
        try
        {
            if (still.Find(o => IsOf(o, finding)) is not { } orphan)
                await SettleAsync(finding, still, cancellationToken);
            else if (orphan.Reason is { } reason)
                finding.Leave(reason);
            else
                await db.InTransactionAsync(token => RemoveAsync(finding, orphan, token), cancellationToken);
        }
        catch (DependencyUnavailableException) when (finding.DatabaseServerId is not null)
        {
            finding.Leave(Unreachable);
        }
        catch (RefusedException e)
        {
            finding.Leave(e.Code);
        }
        catch (Exception e) when (e is not (OperationCanceledException or DependencyUnavailableException))
        {
            NotRemoved(e, finding.Name);
            finding.Leave("failed");
        }
    }

    // Its instance may have been brought back since: who does that waits for this lock, or has had it.
    private async Task RemoveAsync(ReconcileFinding finding, Orphan orphan, CancellationToken cancellationToken)
    {
        if (orphan.Instance is { } id)
        {
            await db.LockInstanceAsync(id, cancellationToken);
            if (await IsUsedAsync(finding, id, cancellationToken))
            {
                finding.Leave(InUse);
                return;
            }
        }

        await (orphan.Server is null ? orphans.RemoveAsync(orphan, cancellationToken) : named.RemoveAsync(orphan, cancellationToken));
        finding.Remove();
    }

    // It is not found any more: gone by itself, in use again, or on a server that does not say.
    private async Task SettleAsync(ReconcileFinding finding, List<Orphan> still, CancellationToken cancellationToken)
    {
        if (still.Exists(o => o.Kind == FindingKind.DatabaseServer && o.Server!.Id == finding.DatabaseServerId))
            finding.Leave(Unreachable);
        else if (finding.InstanceId is { } id && await IsUsedAsync(finding, id, cancellationToken))
            finding.Leave(InUse);
        else
            finding.Remove();
    }

    // A second container of an instance that lives is nobody's. What an unknown owner has is not asked for here.
    private async Task<bool> IsUsedAsync(ReconcileFinding finding, InstanceId id, CancellationToken cancellationToken) =>
        (await db.OwnersAsync([id.Value], cancellationToken)).GetValueOrDefault(id.Value) is { } owner
        && (owner.IsBusy || (!owner.IsTerminated && (finding.Kind != FindingKind.Container || finding.Name == owner.Workload)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name}, which nobody uses, cannot be removed")]
    private partial void NotRemoved(Exception exception, string name);
}
