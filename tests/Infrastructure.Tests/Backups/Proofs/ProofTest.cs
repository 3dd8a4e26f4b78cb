using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Infrastructure.Backups.Proofs;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Proofs;

/// <summary>Backups of instances that run, and what proves them.</summary>
public abstract class ProofTest : BackupTest
{
    private protected static readonly ProofOptions Defaults = new();

    private protected async Task<InstanceId> BackedUpAsync()
    {
        var id = await Host.ProvisionAsync();
        await BackUpAsync(id);
        return id;
    }

    private protected async Task BackUpAsync(InstanceId id)
    {
        (await Host.SendAsync(new BackUpInstance(id, Note: null))).IsFailure.ShouldBeFalse();
        await Host.RunNextAsync();
        await Host.DispatchAsync();
    }

    private protected Task<bool> RunAsync() => EndsAsync(CancellationToken.None);

    /// <summary>False when nothing is due, or its worker was killed.</summary>
    private protected async Task<bool> EndsAsync(CancellationToken killed)
    {
        if (await Host.Get<ProofQueue>().ClaimAsync(CancellationToken.None) is not { } lease)
            return false;

        try
        {
            await Host.InScopeAsync<ProofRuns>(runs => runs.RunAsync(new(lease.Id), lease.Fence, killed));
            return true;
        }
        catch (OperationCanceledException) when (killed.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A fault that two attempts find is a verdict.</summary>
    private protected async Task RunTwiceAsync()
    {
        await RunAsync();
        Host.Advance(TimeSpan.FromMinutes(2));
        (await RunAsync()).ShouldBeTrue();
    }

    private protected async Task DueAgainAsync()
    {
        await Host.ExecuteAsync("update backups set proof = 'none', proof_at = null, proof_error_code = null, proof_error_message = null");
        await Host.ExecuteAsync($"update backup_proofs set due_at = '{Host.Clock.Now:O}', run_after = '{Host.Clock.Now:O}'");
    }

    private protected async Task ShouldHaveFailedAsync(InstanceId id, ProofLevel level, string code)
    {
        var backup = (await BackupsAsync(id)).Single();
        (backup.Status, backup.Proof, backup.ProofAt, backup.ProofErrorCode).ShouldBe((BackupStatus.Completed, level, Host.Clock.Now, code));
        await ShouldBeAloneAsync(id);
    }

    private protected Task<BackupProof> ProofAsync(InstanceId id) => Host.ReadAsync(db => db.BackupProofs.AsNoTracking().SingleAsync(p => p.InstanceId == id));

    /// <summary>Nothing is there but the instance, which runs on, and the row says so.</summary>
    private protected async Task ShouldBeAloneAsync(InstanceId id)
    {
        var instance = await Host.InstanceAsync(id);
        instance.Status.ShouldBe(InstanceStatus.Running);
        Host.Runtime.Databases.Keys.ShouldBe([instance.Allocation.Database]);
        Host.Runtime.Roles.Keys.ShouldBe([instance.Allocation.Role]);
        Host.Runtime.Volumes.Keys.ShouldBe([instance.Allocation.Volume]);
        Host.Runtime.Workloads.Keys.ShouldBe([instance.Allocation.Workload]);
        var proof = await ProofAsync(id);
        (proof.Status, proof.DatabaseServerId, proof.LeaseOwner).ShouldBe((ProofStatus.Waiting, null, null));
    }
}
