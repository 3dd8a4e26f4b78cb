using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Backups;

/// <summary>
/// One turn of an instance's proof, for the worker who has its lease. It begins by clearing away what a worker that died has left, and ends with
/// nothing left; in between the row says that there may be something, and where.
/// </summary>
public sealed partial class ProofRuns(
    IAppDb db, BackupProver prover, IOptions<ProofOptions> options, IOptions<ProvisioningOptions> provisioning, TimeProvider clock, ILogger<ProofRuns> logger)
{
    /// <exception cref="DbUpdateConcurrencyException">Another worker has the lease by now.</exception>
    public async Task RunAsync(BackupProofId id, int fence, CancellationToken cancellationToken)
    {
        if (await db.BackupProofs.SingleOrDefaultAsync(p => p.Id == id && p.Fence == fence, cancellationToken) is not { } proof)
            return;

        try
        {
            await ClearAsync(proof, cancellationToken);
            if (await FindAsync(proof, cancellationToken) is { } subject)
                await ProveAsync(proof, subject, cancellationToken);
        }
        catch (Exception e) when (e is not DbUpdateConcurrencyException && !cancellationToken.IsCancellationRequested)
        {
            NotTried(e, proof.InstanceId.Value);
            await PostponeAsync(id, fence, cancellationToken);
        }
    }

    /// <summary>Null when nothing is to be proven now; then the lease is given back.</summary>
    private async Task<ProofSubject?> FindAsync(BackupProof proof, CancellationToken cancellationToken)
    {
        var instance = await db.Instances.AsNoTracking().Include(i => i.Allocation).ThenInclude(a => a.DatabaseServer)
            .SingleAsync(i => i.Id == proof.InstanceId, cancellationToken);
        if (instance.Status == InstanceStatus.Terminated)
        {
            // Its next backup, should it live again, begins anew.
            db.BackupProofs.Remove(proof);
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }

        var now = clock.GetUtcNow();
        var next = proof.Attempts >= BackupProof.MostAttempts ? now + options.Value.Recheck : proof.DueAt;
        if (next <= now && await IntervalAsync(proof, cancellationToken) > TimeSpan.Zero
            && instance.Allocation.DatabaseServer is { } server && await NewestAsync(proof.InstanceId, cancellationToken) is { ProofAt: null } newest)
            return new(proof.Id, newest, server, ImageOf(newest, instance), instance.StorageLimit.Bytes);

        if (proof.Attempts >= BackupProof.MostAttempts)
            GivenUp(proof.InstanceId.Value, proof.Attempts);
        proof.Rest(next > now ? next : now + options.Value.Recheck);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    private async Task ProveAsync(BackupProof proof, ProofSubject subject, CancellationToken cancellationToken)
    {
        proof.Begin(subject.Server.Id);
        await db.SaveChangesAsync(cancellationToken);
        var verdict = await prover.ProveAsync(subject, cancellationToken);
        if (verdict.Code is { } code && code != BackupProver.TimedOut && code != proof.FailureCode)
        {
            proof.Doubt(code);
            await db.SaveChangesAsync(cancellationToken);
            await ClearAsync(proof, cancellationToken);
            proof.Postpone(clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        var interval = await IntervalAsync(proof, cancellationToken);
        await db.InTransactionAsync(token => JudgeAsync(proof, subject.Backup.Id, verdict, interval, token), cancellationToken);
        await ClearAsync(proof, cancellationToken);
        proof.Rest(proof.DueAt);
        await db.SaveChangesAsync(cancellationToken);
    }

    // The backup may have been deleted meanwhile: a proof holds nobody up. Its row is read under the lock.
    private async Task JudgeAsync(BackupProof proof, BackupId id, ProofVerdict verdict, TimeSpan interval, CancellationToken cancellationToken)
    {
        await db.LockBackupAsync(id, cancellationToken);
        var (backup, now) = (await db.Backups.SingleAsync(b => b.Id == id, cancellationToken), clock.GetUtcNow());
        if (backup.Status == BackupStatus.Completed)
        {
            backup.Judge(verdict, now);
            proof.Judge(verdict, now + interval, now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task ClearAsync(BackupProof proof, CancellationToken cancellationToken)
    {
        if (proof.DatabaseServerId is not { } id)
            return;

        var server = await db.DatabaseServers.AsNoTracking().SingleAsync(s => s.Id == id, cancellationToken);
        await prover.DiscardAsync(proof.Id, server, cancellationToken);
        proof.Clear();
        await db.SaveChangesAsync(cancellationToken);
    }

    // What cannot be cleared away now stays on record. The row is read anew: what was not saved of it is not to be saved now.
    private async Task PostponeAsync(BackupProofId id, int fence, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        if (await db.BackupProofs.SingleOrDefaultAsync(p => p.Id == id && p.Fence == fence, cancellationToken) is not { } proof)
            return;

        try
        {
            await ClearAsync(proof, cancellationToken);
        }
        catch (Exception e) when (e is not DbUpdateConcurrencyException && !cancellationToken.IsCancellationRequested)
        {
            NotCleared(e, proof.InstanceId.Value);
        }

        proof.Postpone(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    private Task<Backup?> NewestAsync(InstanceId instance, CancellationToken cancellationToken) => db.Backups.AsNoTracking()
        .Where(b => b.InstanceId == instance && b.Status == BackupStatus.Completed).OrderByDescending(b => b.Id).FirstOrDefaultAsync(cancellationToken);

    private async Task<TimeSpan> IntervalAsync(BackupProof proof, CancellationToken cancellationToken) =>
        options.Value.IntervalOf((await db.EntitlementsOfAsync(proof.TenantId, cancellationToken))?.Plan);

    // The instance's own, as long as it is of the version that the backup is of.
    private string ImageOf(Backup backup, Instance instance) =>
        instance.Allocation.ImageId is { } own && instance.OdooVersion == backup.OdooVersion ? own : provisioning.Value.ImageOf(backup.OdooVersion);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The backup of instance {Instance} could not be tried; it is tried again")]
    private partial void NotTried(Exception exception, Guid instance);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What trying a backup of instance {Instance} has made could not be cleared away; the next attempt begins with it")]
    private partial void NotCleared(Exception exception, Guid instance);

    [LoggerMessage(Level = LogLevel.Error, Message = "The backup of instance {Instance} could not be tried {Attempts} times; it is left alone until tomorrow")]
    private partial void GivenUp(Guid instance, int attempts);
}
