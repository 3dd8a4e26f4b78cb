using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Domain.Tests.Backups;

public sealed class BackupTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly InstanceId Instance = NewId.Of<InstanceId>(Now);
    private static readonly TenantId Tenant = NewId.Of<TenantId>(Now);

    [Fact]
    public void Every_place_that_an_attempt_wrote_to_is_known()
    {
        var backup = BackupBuilder.Queued(Instance, Tenant, Now);
        string[] begun = [backup.Begin(), backup.Begin()];
        backup.Places.ShouldBe(begun);
    }

    [Fact]
    public void Ended_backups_do_not_fail_any_more_and_failed_ones_are_cleared_away_in_time()
    {
        var completed = BackupBuilder.Completed(Instance, Tenant, Now);
        completed.Fail("late", "Late.", Now);
        (completed.Status, completed.ErrorCode).ShouldBe((BackupStatus.Completed, null));

        var failed = BackupBuilder.Queued(Instance, Tenant, Now);
        failed.Fail("early", new string('x', 2000), Now);
        failed.Fail("late", "Late.", Now);
        (failed.Status, failed.ErrorCode, failed.ErrorMessage!.Length, failed.ExpiresAt)
            .ShouldBe((BackupStatus.Failed, "early", Backup.ErrorMaxLength, Now + Backup.FailedKept));
    }

    [Fact]
    public void Deleting_leaves_something_to_erase_only_where_an_attempt_was_begun()
    {
        var begun = BackupBuilder.Queued(Instance, Tenant, Now);
        begun.Begin();
        begun.Delete(Now).Error.Code.ShouldBe("backup.under_way");
        begun.Fail("x", "X.", Now);
        begun.Delete(Now).IsFailure.ShouldBeFalse();
        begun.IsErased.ShouldBeFalse();

        var never = BackupBuilder.Queued(Instance, Tenant, Now);
        never.Fail("x", "X.", Now);
        never.Delete(Now).IsFailure.ShouldBeFalse();
        never.IsErased.ShouldBeTrue();
    }

    [Fact]
    public void Default_times_lie_between_one_and_five_and_are_spread()
    {
        var crons = Enumerable.Range(0, 500).Select(_ => BackupSchedule.DefaultCron(NewId.Of<InstanceId>(Now))).ToList();
        crons.ShouldAllBe(c => int.Parse(c.Split(' ')[0], null) < 60 && int.Parse(c.Split(' ')[1], null) >= 1 && int.Parse(c.Split(' ')[1], null) <= 4);
        crons.Distinct().Count().ShouldBeGreaterThan(100);
    }
}
