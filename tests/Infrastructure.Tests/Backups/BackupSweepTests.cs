using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

public sealed class BackupSweepTests : BackupTest
{
    [Fact]
    public async Task What_has_expired_is_deleted_with_its_archive_and_what_is_in_use_is_kept()
    {
        var id = await Host.ProvisionAsync();
        var soon = Host.Clock.Now.AddHours(1);
        var expired = await KeepAsync(id, BackupKind.Final, expires: soon);
        var used = await KeepAsync(id, BackupKind.PreRestore, expires: soon);
        var later = await KeepAsync(id, BackupKind.PreRestore, expires: soon.AddHours(1));
        var manual = await KeepAsync(id);
        await Host.ActAsync(id, (i, by) => i.Restore(used, by, Host.Clock.Now).Value);
        Host.Advance(TimeSpan.FromHours(1));
        await SweepAsync();

        (await BackupAsync(expired.Id)).ShouldSatisfyAllConditions(b => b.Status.ShouldBe(BackupStatus.Deleted), b => b.IsErased.ShouldBeTrue());
        foreach (var kept in new[] { used, later, manual })
            (await BackupAsync(kept.Id)).Status.ShouldBe(BackupStatus.Completed);
        Host.Runtime.Archives.Keys.ShouldBe([used.Location!, later.Location!, manual.Location!], ignoreOrder: true);
    }

    [Fact]
    public async Task An_archive_that_does_not_go_holds_up_no_other_and_is_met_again()
    {
        var id = await Host.ProvisionAsync();
        // They are taken in the order of their ids, and were made in the same millisecond.
        Backup[] kept = [await KeepAsync(id, expires: Host.Clock.Now), await KeepAsync(id, expires: Host.Clock.Now)];
        var (stuck, other) = (kept.MinBy(b => b.Id.Value)!, kept.MaxBy(b => b.Id.Value)!);
        var calls = 0;
        Host.Runtime.Before = (verb, _) => verb == "DeleteArchive" && ++calls == 1 ? Task.FromException(new IOException("Away.")) : Task.CompletedTask;
        await SweepAsync();
        (await BackupAsync(stuck.Id)).ShouldSatisfyAllConditions(b => b.Status.ShouldBe(BackupStatus.Deleted), b => b.IsErased.ShouldBeFalse());
        (await BackupAsync(other.Id)).IsErased.ShouldBeTrue();

        await SweepAsync();
        (await BackupAsync(stuck.Id)).IsErased.ShouldBeTrue();
        Host.Runtime.Archives.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_given_up_attempt_has_left_goes_with_the_backup()
    {
        var id = await Host.ProvisionAsync();
        var backup = BackupBuilder.Queued(id, Host.Tenant, Host.Clock.Now, expires: Host.Clock.Now);
        var left = backup.Begin();
        var place = backup.Begin();
        backup.Complete(place, 1, new string('0', 64), BackupBuilder.Manifest, Host.Clock.Now);
        await Host.SaveAsync(backup);
        (Host.Runtime.Archives[left], Host.Runtime.Archives[place]) = ([1], [1]);
        await SweepAsync();
        Host.Runtime.Archives.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_an_operation_ends_its_backup()
    {
        var id = await Host.ProvisionAsync();
        await Host.ExecuteAsync("update customers set email_verified_at = created_at");
        var operation = await OrderAsync(id);
        (await Host.SendAsync(new TerminateInstance(id))).IsFailure.ShouldBeFalse();
        await Host.DispatchAsync();

        var backup = await Host.ReadAsync(db => db.Backups.SingleAsync(b => b.OperationId == operation));
        (backup.Status, backup.ErrorCode).ShouldBe((BackupStatus.Failed, BackupFailed.Cancelled));
    }

    [Fact]
    public async Task A_failed_operation_gives_its_backup_the_reason()
    {
        var id = await Host.ProvisionAsync();
        var operation = await OrderAsync(id);
        Host.Runtime.Before = (verb, _) => verb == "StoreArchive"
            ? Task.FromException(new Application.Common.RefusedException("backup_store_full", "The store is full.")) : Task.CompletedTask;
        await Host.RunNextAsync();
        await Host.DispatchAsync();

        var backup = await Host.ReadAsync(db => db.Backups.SingleAsync(b => b.OperationId == operation));
        (backup.Status, backup.ErrorCode, backup.ErrorMessage).ShouldBe((BackupStatus.Failed, "backup_store_full", "The store is full."));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task What_no_event_told_is_found_by_the_sweep()
    {
        var id = await Host.ProvisionAsync();
        var operation = await OrderAsync(id);
        await Host.ExecuteAsync($"update operations set status = 'failed', error_code = 'x', error_detail = 'X.', finished_at = now() where id = '{operation.Value}'");
        await SweepAsync();
        (await Host.ReadAsync(db => db.Backups.SingleAsync(b => b.OperationId == operation))).ErrorCode.ShouldBe("x");
    }

    private async Task<OperationId> OrderAsync(InstanceId id) => await Host.InScopeAsync<IServiceProvider, OperationId>(async services =>
    {
        var (db, orders) = ((AppDb)services.GetService(typeof(AppDb))!, (BackupOrders)services.GetService(typeof(BackupOrders))!);
        var order = orders.Place(await db.Instances.SingleAsync(i => i.Id == id), BackupKind.Manual, note: null, Requester.Platform).Value;
        await db.SaveChangesAsync();
        return order.Operation.Id;
    });

    private Task SweepAsync() => Host.InScopeAsync<BackupSweep>(sweep => sweep.RunAsync(CancellationToken.None));
}
