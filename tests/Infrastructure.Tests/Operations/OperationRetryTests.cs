using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>What is tried again, and what is not for ever.</summary>
public sealed class OperationRetryTests : OperationHostTest
{
    [Fact]
    public async Task Container_removed_between_plan_and_start_is_planned_again()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Before = (verb, _) => verb == "Start"
            ? Task.FromException(new RefusedException("runtime_refused", "There is no such container.")) : Task.CompletedTask;

        await Host.RunNextAsync();
        (await Host.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Queued);

        Host.Runtime.Recover();
        Host.Advance(Backoff.After(1));
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Theory]
    [InlineData("EnsureVolume")]
    [InlineData("SeedVolume")]
    [InlineData("EnsureDatabase")]
    [InlineData("Apply")]
    [InlineData("Start")]
    public async Task World_that_changed_between_plan_and_step_is_planned_again_in_the_same_run(string step)
    {
        var (id, operationId) = await Host.OrderAsync();
        var changed = false;
        Host.Runtime.Before = (verb, _) =>
        {
            if (verb != step || changed)
                return Task.CompletedTask;
            changed = true;
            return Task.FromException(new WorldChangedException("runtime_refused", "It is gone."));
        };

        await Host.RunNextAsync();

        changed.ShouldBeTrue();
        var operation = await Host.OperationAsync(operationId);
        (operation.Status, operation.Attempt, operation.ErrorCode).ShouldBe((OperationStatus.Succeeded, 1, null));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("stopped")]
    [InlineData("paused")]
    [InlineData("disconnected")]
    public async Task Container_taken_down_while_Odoo_starts_is_planned_again(string how)
    {
        var (id, operationId) = await Host.OrderAsync();
        var done = false;
        Host.Runtime.Before = (verb, _) =>
        {
            if (verb != "Answers" || done)
                return Task.CompletedTask;
            done = true;
            Host.Runtime.Answers = false;
            var name = Host.Runtime.Workloads.Keys.Single();
            if (how == "removed")
                Host.Runtime.Workloads.Clear();
            else
                Host.Runtime.Change(name, w => how switch
                {
                    "stopped" => w with { State = ContainerStatus.Exited },
                    "paused" => w with { State = ContainerStatus.Paused },
                    _ => w with { OnNetwork = false },
                });
            Host.Runtime.Before = (next, _) =>
            {
                Host.Runtime.Answers |= next is "Start" or "EnsureNetwork";
                return Task.CompletedTask;
            };
            return Task.CompletedTask;
        };

        await Host.RunNextAsync();

        var operation = await Host.OperationAsync(operationId);
        (operation.Status, operation.Attempt, operation.ErrorCode).ShouldBe((OperationStatus.Succeeded, 1, null));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        Host.Runtime.Workloads.Values.Single().ShouldSatisfyAllConditions(
            w => w.State.ShouldBe(ContainerStatus.Running), w => w.OnNetwork.ShouldBeTrue());
    }

    [Fact]
    public async Task Operation_whose_workers_never_come_back_fails_for_good_and_retry_works()
    {
        var (id, operationId) = await Host.OrderAsync();
        for (var attempt = 0; attempt < Operation.MaxWorkersLost; attempt++)
        {
            (await Host.Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
            Host.Advance(new OperationOptions().Lease + TimeSpan.FromMilliseconds(1));
        }

        await Host.RunNextAsync();

        var failed = await Host.OperationAsync(operationId);
        (failed.Status, failed.ErrorCode, failed.LeaseOwner).ShouldBe((OperationStatus.Failed, "workers_lost", null));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);
        await Host.ActAsync(id, (i, by) => i.Retry(new(IsActive: true), by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }
}
