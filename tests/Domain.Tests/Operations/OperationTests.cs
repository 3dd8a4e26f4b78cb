using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Tests.Instances;

namespace SaaSOdoo.Domain.Tests.Operations;

public sealed class OperationTests
{
    private static readonly DateTimeOffset Now = Sample.Now;
    private static readonly StepName[] Three = [StepName.EnsureRole, StepName.EnsureDatabase, StepName.StartContainer];

    [Fact]
    public void A_plan_lists_what_is_missing()
    {
        var operation = Queue();

        operation.Plan(Three, Now);

        operation.Steps.ShouldBe(Three.Select(name => new OperationStep(name, StepStatus.Pending)));
        operation.Progress.ShouldBe(0);
    }

    [Fact]
    public void Step_records_its_start_detail_and_end()
    {
        var operation = Queue();
        operation.Plan(Three, Now);

        operation.Begin(StepName.EnsureRole, Now.AddSeconds(1));
        operation.Describe(StepName.EnsureRole, "Making the role", Now.AddSeconds(2));
        operation.Steps[0].ShouldBe(new(StepName.EnsureRole, StepStatus.Running, Now.AddSeconds(1), FinishedAt: null, "Making the role"));

        operation.Finish(StepName.EnsureRole, Now.AddSeconds(3));
        operation.Steps[0].ShouldBe(new(StepName.EnsureRole, StepStatus.Succeeded, Now.AddSeconds(1), Now.AddSeconds(3), "Making the role"));
        operation.Progress.ShouldBe(33);
    }

    [Fact]
    public void Waiting_step_is_told_once_and_counts_neither_as_attempt_nor_as_pause()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        operation.Begin(StepName.EnsureRole, Now);
        operation.Wait("It takes its time.", Now);
        var told = operation.Events.Count;
        (operation.Status, operation.Attempts, operation.Pauses, operation.WaitingSince, operation.RunAfter)
            .ShouldBe((OperationStatus.Queued, 0, 0, Now, Now.AddSeconds(1)));

        operation.Plan(Three, Now.AddSeconds(20));
        operation.Begin(StepName.EnsureRole, Now.AddSeconds(20));
        operation.Wait("It takes its time.", Now.AddSeconds(20));

        (operation.WaitingSince, operation.RunAfter, operation.Events.Count).ShouldBe((Now, Now.AddSeconds(22), told));
        operation.Steps[0].ShouldBe(new(StepName.EnsureRole, StepStatus.Running, Now, FinishedAt: null, "It takes its time."));
    }

    [Fact]
    public void Another_plan_ends_the_waiting()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        operation.Begin(StepName.EnsureRole, Now);
        operation.Wait("It takes its time.", Now);

        operation.Plan([StepName.StartContainer], Now.AddSeconds(5));

        operation.WaitingSince.ShouldBeNull();
        operation.Steps.Select(s => (s.Name, s.Status)).ShouldBe([(StepName.EnsureRole, StepStatus.Succeeded), (StepName.StartContainer, StepStatus.Pending)]);
    }

    [Fact]
    public void Progress_moves_within_a_step_that_tells_how_far_it_is_and_never_goes_back()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        Run(operation, StepName.EnsureRole);
        var seen = new List<int> { operation.Progress };

        operation.Begin(StepName.EnsureDatabase, Now);
        foreach (var percent in new[] { 0, 10, 50, 90 })
        {
            operation.Describe(StepName.EnsureDatabase, "Copying", Now, percent);
            seen.Add(operation.Progress);
        }

        operation.Finish(StepName.EnsureDatabase, Now);
        seen.Add(operation.Progress);
        seen.ShouldBe([33, 33, 33, 50, 83, 91]);
        operation.Steps[1].Percent.ShouldBe(90);
    }

    [Fact]
    public void Next_attempt_keeps_finished_steps_on_record()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        Run(operation, StepName.EnsureRole);
        operation.Begin(StepName.EnsureDatabase, Now);
        operation.Pause("dependency_unavailable", "The database server does not answer.", Now);

        operation.Steps[1].ShouldBe(new(StepName.EnsureDatabase, StepStatus.Failed, Now, Now, "The database server does not answer."));
        operation.Plan([StepName.EnsureDatabase, StepName.StartContainer], Now);

        operation.Steps.Select(s => (s.Name, s.Status)).ShouldBe(
            [(StepName.EnsureRole, StepStatus.Succeeded), (StepName.EnsureDatabase, StepStatus.Pending), (StepName.StartContainer, StepStatus.Pending)]);
        operation.Progress.ShouldBe(33);
    }

    [Fact]
    public void Step_planned_again_is_listed_once()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        Run(operation, StepName.EnsureRole);

        operation.Plan(Three, Now);

        operation.Steps.Select(s => (s.Name, s.Status)).ShouldBe(Three.Select(name => (name, StepStatus.Pending)));
    }

    [Fact]
    public void Progress_never_goes_back_within_an_attempt_and_is_100_only_at_the_end()
    {
        var operation = Queue();
        var steps = Enum.GetValues<StepName>();
        operation.Plan(steps, Now);
        var seen = new List<int>();

        foreach (var step in steps)
        {
            operation.Begin(step, Now);
            seen.Add(operation.Progress);
            operation.Describe(step, "…", Now);
            seen.Add(operation.Progress);
            operation.Finish(step, Now);
            seen.Add(operation.Progress);
        }

        seen.Count.ShouldBe(steps.Length * 3);
        seen.ShouldBeInOrder(SortDirection.Ascending);
        seen[^1].ShouldBe(99);
        operation.Succeed(Now);
        operation.Progress.ShouldBe(100);
    }

    [Fact]
    public void Success_releases_the_lease_and_finishes_the_operation()
    {
        var operation = Queue();
        operation.Plan([], Now);
        operation.ClearEvents();

        operation.Succeed(Now);

        (operation.Status, operation.FinishedAt, operation.LeaseOwner, operation.LeaseUntil, operation.IsActive)
            .ShouldBe((OperationStatus.Succeeded, Now, null, null, false));
        operation.Events.ShouldBe([Finished(operation, OperationStatus.Succeeded, code: null)]);
    }

    [Fact]
    public void Success_forgets_the_error_of_an_earlier_attempt()
    {
        var operation = Queue();
        operation.Postpone("internal_error", "…", Now);

        operation.Succeed(Now);

        (operation.ErrorCode, operation.ErrorDetail).ShouldBe((null, null));
    }

    [Fact]
    public void Failure_keeps_the_reason_and_ends_the_step_that_ran()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        Run(operation, StepName.EnsureRole);
        operation.Begin(StepName.EnsureDatabase, Now);
        operation.ClearEvents();

        operation.Fail("template_failed", new string('x', Operation.DetailMaxLength + 1), Now);

        (operation.Status, operation.ErrorCode, operation.FinishedAt, operation.Progress).ShouldBe((OperationStatus.Failed, "template_failed", Now, 33));
        operation.ErrorDetail.ShouldNotBeNull().Length.ShouldBe(Operation.DetailMaxLength);
        operation.Steps.Select(s => s.Status).ShouldBe([StepStatus.Succeeded, StepStatus.Failed, StepStatus.Pending]);
        operation.Events.ShouldBe([Finished(operation, OperationStatus.Failed, "template_failed")]);
    }

    [Fact]
    public void Failed_attempt_counts_and_increases_the_retry_backoff()
    {
        var operation = Queue();

        foreach (var attempt in new[] { 1, 2, 3 })
        {
            operation.Postpone("code", "detail", Now);
            (operation.Status, operation.RunAfter, operation.Attempt, operation.FinishedAt, operation.IsActive)
                .ShouldBe((OperationStatus.Queued, Now + Backoff.After(attempt), attempt, null, true));
        }

        (operation.ErrorCode, operation.ErrorDetail).ShouldBe(("code", "detail"));
    }

    [Fact]
    public void Pause_counts_no_attempt_and_has_its_own_growing_backoff()
    {
        var operation = Queue();
        operation.Postpone("code", "detail", Now);

        foreach (var pause in new[] { 1, 2, 3 })
        {
            operation.Pause("code", "detail", Now);
            (operation.Status, operation.RunAfter, operation.Attempt, operation.Pauses)
                .ShouldBe((OperationStatus.Queued, Now + Backoff.After(pause), 1, pause));
        }

        operation.Postpone("code", "detail", Now);
        (operation.RunAfter, operation.Attempt, operation.Pauses).ShouldBe((Now + Backoff.After(2), 2, 0));
    }

    [Fact]
    public void Handed_back_operation_is_due_at_once_and_counts_no_attempt()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        operation.Begin(StepName.EnsureRole, Now);

        operation.HandBack(Now);

        (operation.Status, operation.RunAfter, operation.Attempt, operation.ErrorCode).ShouldBe((OperationStatus.Queued, Now, 0, "worker.stopped"));
        operation.Steps[0].Status.ShouldBe(StepStatus.Failed);
    }

    [Fact]
    public void Cancellation_fences_off_the_worker()
    {
        var operation = Queue();
        operation.ClearEvents();

        operation.Cancel(Now);

        (operation.Status, operation.Fence, operation.FinishedAt, operation.IsActive).ShouldBe((OperationStatus.Cancelled, 1, Now, false));
        operation.Events.ShouldBe([Finished(operation, OperationStatus.Cancelled, code: null)]);
    }

    [Fact]
    public void Every_change_of_an_operation_raises_an_event()
    {
        var operation = Queue();
        operation.Plan(Three, Now);
        Run(operation, StepName.EnsureRole);
        operation.Postpone("c", "d", Now);

        operation.Events.Select(EventNames.Of).ShouldBe(
            ["operation.queued", "operation.progressed", "operation.progressed", "operation.progressed", "operation.progressed"]);
        var last = operation.Events[^1].ShouldBeOfType<OperationProgressed>();
        (last.Status, last.Progress, last.Step).ShouldBe((OperationStatus.Queued, 33, operation.Steps[0]));
    }

    private static Operation Queue() => Operation.Queue(NewId.Of<InstanceId>(Now), Sample.Tenant, OperationKind.Provision, Sample.By, Now);

    private static void Run(Operation operation, StepName step)
    {
        operation.Begin(step, Now);
        operation.Finish(step, Now);
    }

    private static OperationFinished Finished(Operation o, OperationStatus status, string? code) =>
        new(o.Id, o.InstanceId, o.TenantId, o.Kind, status, code, Now);
}
