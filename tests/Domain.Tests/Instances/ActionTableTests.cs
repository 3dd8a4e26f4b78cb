using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using static SaaSOdoo.Domain.Instances.InstanceAction;

namespace SaaSOdoo.Domain.Tests.Instances;

/// <summary>Every pair of status and action, against the table of domain.md written out once more.</summary>
public sealed class ActionTableTests
{
    private static readonly Dictionary<InstanceStatus, InstanceAction[]> Expected = new()
    {
        [InstanceStatus.Creating] = [Terminate],
        [InstanceStatus.Running] = [Stop, Restart, Update, Backup, Restore, Suspend, Terminate],
        [InstanceStatus.Starting] = [Terminate],
        [InstanceStatus.Stopping] = [Terminate],
        [InstanceStatus.Stopped] = [Start, Backup, Restore, Update, Suspend, Terminate],
        [InstanceStatus.Restarting] = [Terminate],
        [InstanceStatus.Updating] = [Terminate],
        [InstanceStatus.Maintenance] = [Terminate],
        [InstanceStatus.Suspended] = [Unsuspend, Backup, Terminate],
        [InstanceStatus.Error] = [Retry, Start, Stop, Restart, Restore, Suspend, Terminate],
        [InstanceStatus.Terminating] = [],
        [InstanceStatus.Terminated] = [Reactivate],
    };

    public static TheoryData<InstanceStatus, InstanceAction> Pairs
    {
        get
        {
            var pairs = new TheoryData<InstanceStatus, InstanceAction>();
            foreach (var status in Enum.GetValues<InstanceStatus>())
            {
                foreach (var action in Enum.GetValues<InstanceAction>())
                    pairs.Add(status, action);
            }

            return pairs;
        }
    }

    [Fact]
    public void The_table_covers_all_statuses_and_actions()
    {
        Expected.Keys.ShouldBe(Enum.GetValues<InstanceStatus>(), ignoreOrder: true);
        Pairs.Count.ShouldBe(132);
        Expected.Sum(row => row.Value.Length).ShouldBe(30);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_action_is_possible_exactly_where_the_table_says(InstanceStatus status, InstanceAction action)
    {
        var allowed = Expected[status].Contains(action);
        InstanceActions.AllowedIn(status).Contains(action).ShouldBe(allowed);

        if (Methods.TryGetValue(action, out var method))
            Try(Sample.In(status), action, method, allowed);
    }

    private static void Try(Instance instance, InstanceAction action, Method method, bool allowed)
    {
        var (status, power, touched) = (instance.Status, instance.DesiredPower, instance.UpdatedAt);
        var result = method.Invoke(instance);

        result.IsFailure.ShouldBe(!allowed);
        if (!allowed)
        {
            ShouldName(result.Error, status, action);
            (instance.Status, instance.DesiredPower, instance.UpdatedAt).ShouldBe((status, power, touched));
            instance.Events.ShouldBeEmpty();
            return;
        }

        var (next, wanted, kind) = method.Outcome(status);
        instance.Status.ShouldBe(next);
        instance.DesiredPower.ShouldBe(wanted ?? power);
        instance.UpdatedAt.ShouldBe(wanted is null ? touched : Later);
        (result.Value?.Kind).ShouldBe(kind);
        if (result.Value is not { } operation)
            return;

        (operation.InstanceId, operation.TenantId, operation.Status, operation.RunAfter).ShouldBe((instance.Id, instance.TenantId, OperationStatus.Queued, Later));
        (operation.RequestedBy, operation.TraceParent).ShouldBe((Sample.By.Customer, Sample.By.TraceParent));
        operation.Events.ShouldBe([new OperationQueued(operation.Id, instance.Id, instance.TenantId, operation.Kind, Later)]);
    }

    private static void ShouldName(Error error, InstanceStatus status, InstanceAction action)
    {
        (error.Kind, error.Code).ShouldBe((ErrorKind.Conflict, "instance.action_not_allowed"));
        error.Details["current_status"].ShouldBe(Wire(status));
        error.Details["allowed_actions"].ShouldBeOfType<string[]>().ShouldBe(Expected[status].Intersect(InstanceActions.Offered).Select(Wire), ignoreOrder: true);
        error.Message.ShouldStartWith($"{Wire(action)} is not possible while the instance is {Wire(status)}");
    }

    private static readonly DateTimeOffset Later = Sample.Now.AddMinutes(5);

    private static readonly Dictionary<InstanceAction, Method> Methods = new()
    {
        [Start] = new(i => Of(i.Start(Sample.Active, Sample.By, Later)),
            _ => (InstanceStatus.Starting, DesiredPower.Running, OperationKind.Start)),
        [Stop] = new(i => Of(i.Stop(Sample.Active, Sample.By, Later)),
            _ => (InstanceStatus.Stopping, DesiredPower.Stopped, OperationKind.Stop)),
        [Restart] = new(i => Of(i.Restart(Sample.Active, Sample.By, Later)),
            _ => (InstanceStatus.Restarting, DesiredPower.Running, OperationKind.Restart)),
        [Retry] = new(i => Of(i.Retry(Sample.Active, Sample.By, Later)),
            _ => (InstanceStatus.Creating, DesiredPower.Running, OperationKind.Retry)),
        [Suspend] = new(i => Of(i.Suspend(SuspensionCause.Operator, Sample.By, Later)),
            _ => (InstanceStatus.Suspended, DesiredPower.Stopped, OperationKind.Suspend)),
        [Unsuspend] = new(i => i.Unsuspend(SuspensionCause.Operator, Sample.Active, Sample.By, Later),
            _ => (InstanceStatus.Starting, DesiredPower.Running, OperationKind.Unsuspend)),
        [Terminate] = new(i => Of(i.Terminate(Sample.By, Later)),
            _ => (InstanceStatus.Terminating, DesiredPower.Gone, OperationKind.Terminate)),

        // Changes nothing of the instance.
        [InstanceAction.Backup] = new(i => Of(i.BackUp(Sample.By, Later)), status => (status, null, OperationKind.Backup)),
        [Restore] = new(i => Of(i.Restore(Sample.BackupOf(i), Sample.By, Later)),
            status => (InstanceStatus.Maintenance, status == InstanceStatus.Stopped ? DesiredPower.Stopped : DesiredPower.Running, OperationKind.Restore)),
        [Reactivate] = new(i => Of(i.Reactivate(Sample.BackupOf(i), Sample.Active, Sample.By, Later)),
            _ => (InstanceStatus.Creating, DesiredPower.Running, OperationKind.Reactivate)),
    };

    private static Result<Operation?> Of(Result<Operation> result) => result.IsFailure ? result.Error : result.Value;

    private static string Wire<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private sealed record Method(
        Func<Instance, Result<Operation?>> Invoke, Func<InstanceStatus, (InstanceStatus Next, DesiredPower? Power, OperationKind? Kind)> Outcome);
}
