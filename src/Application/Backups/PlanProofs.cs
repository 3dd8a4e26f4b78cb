using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Application.Backups;

/// <summary>From its first backup on an instance's newest is proven from time to time. The last one of a terminated instance has nobody to tell.</summary>
internal sealed class PlanProofs(IAppDb db, IOptions<ProofOptions> options, TimeProvider clock) : EventConsumer<BackupCompleted>
{
    public override string Name => "plan_backup_proofs";

    protected override async Task ConsumeAsync(BackupCompleted domainEvent, CancellationToken cancellationToken)
    {
        if (domainEvent.Kind == BackupKind.Final || await db.BackupProofs.AnyAsync(p => p.InstanceId == domainEvent.InstanceId, cancellationToken))
            return;

        db.BackupProofs.Add(BackupProof.Of(
            domainEvent.InstanceId, domainEvent.TenantId, domainEvent.At + options.Value.FirstAfter, clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
    }
}
