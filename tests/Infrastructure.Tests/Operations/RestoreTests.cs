using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>Backups and restores by the product's own worker, with the outside world in memory.</summary>
public sealed class RestoreTests : OperationHostTest
{
    [Fact]
    public async Task Backup_leaves_the_instance_running_and_is_stored_with_its_checksum()
    {
        var id = await Host.ProvisionAsync();
        var started = (await Host.InstanceAsync(id)).StartedAt;

        var backup = await BackUpAsync(id);

        (backup.Status, backup.Size, backup.Attempts).ShouldBe((BackupStatus.Completed, Host.Runtime.Archives[backup.Location!].Length, 1));
        backup.Sha256!.Length.ShouldBe(64);
        var instance = await Host.InstanceAsync(id);
        (instance.Status, instance.StartedAt).ShouldBe((InstanceStatus.Running, started));
    }

    [Fact]
    public async Task Backup_that_fails_for_good_leaves_the_instance_as_it_was_and_no_archive()
    {
        var id = await Host.ProvisionAsync();
        Refuse("StoreArchive", "backup_store_full");

        var operation = await OrderBackupAsync(id);
        await Host.RunNextAsync();

        (await Host.OperationAsync(operation)).ErrorCode.ShouldBe("backup_store_full");
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        Host.Runtime.Archives.ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_puts_the_archive_in_use_and_drops_what_was_there_after_a_backup_of_it()
    {
        var id = await Host.ProvisionAsync();
        var backup = await BackUpAsync(id);

        var operation = await OrderRestoreAsync(id, backup.Id);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Maintenance);
        await Host.RunNextAsync();

        (await Host.OperationAsync(operation)).Steps.Select(s => s.Name).ShouldBe([
            StepName.LoadDatabase, StepName.LoadFiles, StepName.WithdrawRoute, StepName.StopContainer, StepName.CreateBackup,
            StepName.SwitchData, StepName.EnsureNetwork, StepName.EnsureContainer, StepName.StartContainer, StepName.WaitUntilReady,
            StepName.PublishRoute, StepName.DiscardData]);
        await ShouldRunOnAsync(id, generation: 1);
        var safety = await Host.ReadAsync(db => db.Backups.SingleAsync(b => b.OperationId == operation));
        (safety.Kind, safety.Status).ShouldBe((BackupKind.PreRestore, BackupStatus.Completed));
    }

    [Fact]
    public async Task Archive_that_cannot_be_loaded_never_stops_the_instance()
    {
        var id = await Host.ProvisionAsync();
        var backup = await BackUpAsync(id);
        Refuse("LoadFiles", "archive_damaged");
        var operation = await OrderRestoreAsync(id, backup.Id);

        await Host.RunNextAsync();
        (await Host.OperationAsync(operation)).UndoCode.ShouldBe("archive_damaged");
        Host.Runtime.Calls.Clear();
        await Host.RunNextAsync();

        (await Host.OperationAsync(operation)).Status.ShouldBe(OperationStatus.Failed);
        Host.Runtime.Calls.ShouldNotContain("Stop");
        await ShouldRunOnAsync(id, generation: 0);
    }

    [Fact]
    public async Task Restored_data_that_do_not_answer_give_way_to_the_former_ones()
    {
        var id = await Host.ProvisionAsync();
        var backup = await BackUpAsync(id);
        var operation = await OrderRestoreAsync(id, backup.Id);
        Host.Runtime.Before = (verb, _) => verb == "Start" && Host.Runtime.Applied.Values.Single().Volumes.Single().Volume.EndsWith("-g1", StringComparison.Ordinal)
            ? Task.FromException(new RefusedException("odoo_not_ready", "It does not answer.")) : Task.CompletedTask;

        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Allocation.IsSwitched.ShouldBeTrue();
        await Host.RunNextAsync();

        var failed = await Host.OperationAsync(operation);
        (failed.Status, failed.ErrorCode, failed.ErrorDetail).ShouldBe((OperationStatus.Failed, "odoo_not_ready", "It does not answer."));
        await ShouldRunOnAsync(id, generation: 0);
    }

    /// <summary>A worker that dies at any call, before or after it took effect: the next goes on, and ends with all of the one or all of the other.</summary>
    [Fact]
    public async Task Restore_goes_on_after_a_crash_at_any_call()
    {
        var id = await Host.ProvisionAsync();
        var backup = await BackUpAsync(id);
        var generation = 0;
        for (var crash = 1; ; crash++)
        {
            var operation = await OrderRestoreAsync(id, backup.Id);
            var calls = 0;
            Host.Runtime.Before = (_, _) => ++calls == crash ? Task.FromException(new InvalidOperationException("Crashed.")) : Task.CompletedTask;
            await Host.RunNextAsync();
            var crashed = calls >= crash;
            Host.Advance(Backoff.After(1));
            if (crashed)
                await Host.RunNextAsync();

            (await Host.OperationAsync(operation)).Status.ShouldBe(OperationStatus.Succeeded, $"crash at call {crash}");
            await ShouldRunOnAsync(id, ++generation);
            if (!crashed)
                break;
        }

        generation.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Termination_in_the_middle_of_a_restore_leaves_nothing_but_the_backups()
    {
        var id = await Host.ProvisionAsync();
        var backup = await BackUpAsync(id);
        await OrderRestoreAsync(id, backup.Id);
        Host.Runtime.Before = (verb, _) => verb == "LoadFiles" ? Task.FromException(new InvalidOperationException("Crashed.")) : Task.CompletedTask;
        await Host.RunNextAsync();
        Host.Runtime.Recover();

        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(id))).Value.Id;
        await Host.RunNextAsync();

        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Terminated);
        OperationWorkerTests.ShouldBeEmpty(Host.Runtime);
        var last = await Host.ReadAsync(db => db.Backups.SingleAsync(b => b.OperationId == termination));
        (last.Kind, last.Status).ShouldBe((BackupKind.Final, BackupStatus.Completed));
    }

    [Fact]
    public async Task Last_backup_that_is_refused_again_and_again_does_not_keep_the_instance_for_ever()
    {
        var id = await Host.ProvisionAsync();
        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(id))).Value.Id;
        Refuse("WriteArchive", "backup_failed");
        for (var attempt = 1; attempt <= Operation.MaxAttempts; attempt++)
        {
            await Host.RunNextAsync();
            Host.Advance(Backoff.Max);
        }

        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Terminated);
        (await Host.ReadAsync(db => db.Backups.SingleAsync(b => b.OperationId == termination))).Status.ShouldBe(BackupStatus.Failed);
    }

    private void Refuse(string call, string code) => Host.Runtime.Fail(call, new RefusedException(code, "No."));

    private async Task<Backup> BackUpAsync(InstanceId id)
    {
        var operation = await OrderBackupAsync(id);
        await Host.RunNextAsync();
        return await Host.ReadAsync(db => db.Backups.AsNoTracking().SingleAsync(b => b.OperationId == operation));
    }

    private Task<OperationId> OrderBackupAsync(InstanceId id) => Host.InScopeAsync<Infrastructure.Persistence.AppDb, OperationId>(async db =>
    {
        var instance = await db.Instances.SingleAsync(i => i.Id == id);
        var operation = instance.BackUp(Requester.Platform, Host.Clock.Now).Value;
        db.Add(operation);
        db.Add(Backup.Queue(
            new(id, instance.TenantId, operation.Id, instance.OdooVersion, BackupKind.Manual, null, null, null), Host.Clock.Now));
        await db.SaveChangesAsync();
        return operation.Id;
    });

    private Task<OperationId> OrderRestoreAsync(InstanceId id, BackupId backup) => Host.InScopeAsync<Infrastructure.Persistence.AppDb, OperationId>(async db =>
    {
        var instance = await db.Instances.SingleAsync(i => i.Id == id);
        var operation = instance.Restore(await db.Backups.SingleAsync(b => b.Id == backup), Requester.Platform, Host.Clock.Now).Value;
        db.Add(operation);
        await db.SaveChangesAsync();
        return operation.Id;
    });

    private async Task ShouldRunOnAsync(InstanceId id, int generation)
    {
        var instance = await Host.InstanceAsync(id);
        (instance.Status, instance.Allocation.Generation, instance.Allocation.SpareGeneration).ShouldBe((InstanceStatus.Running, generation, null));
        Host.Runtime.Databases.Keys.ShouldBe([instance.Allocation.Database]);
        Host.Runtime.Volumes.Keys.ShouldBe([instance.Allocation.Volume]);
        Host.Runtime.Applied.Values.Single().Volumes.Single().Volume.ShouldBe(instance.Allocation.Volume);
        Host.Runtime.Workloads.Values.Single().State.ShouldBe(ContainerStatus.Running);
    }
}
