using Microsoft.EntityFrameworkCore;
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
public sealed class ReconcileRepair(IAppDb db, HealingRequests healing, OrphanCollector orphans, NamedOrphans named)
{
    private const int Batch = 50;

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
                await RemoveAsync(finding, still.Find(o => IsOf(o, finding)), cancellationToken);

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

    /// <param name="orphan">Null when it is gone by itself.</param>
    private async Task RemoveAsync(ReconcileFinding finding, Orphan? orphan, CancellationToken cancellationToken)
    {
        try
        {
            if (orphan is { Reason: { } reason })
            {
                finding.Leave(reason);
                return;
            }

            if (orphan is not null)
                await (orphan.Server is null ? orphans.RemoveAsync(orphan, cancellationToken) : named.RemoveAsync(orphan, cancellationToken));
            finding.Remove();
        }
        catch (RefusedException e)
        {
            finding.Leave(e.Code);
        }
    }
}
