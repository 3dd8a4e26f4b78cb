using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

public sealed class TerminationTests : OperationHostTest
{
    [Fact]
    public async Task Termination_leaves_nothing_and_is_retried_beyond_the_attempt_limit()
    {
        var id = await Shop.ProvisionAsync();
        var termination = (await Shop.SendAsync(new Application.Instances.TerminateInstance(id))).Value.Id;
        Shop.World.Before = (verb, _) =>
            verb == "DropDatabase" ? Task.FromException(new RefusedException("runtime_refused", "No.")) : Task.CompletedTask;
        for (var attempt = 1; attempt <= Operation.MaxAttempts + 1; attempt++)
        {
            await Shop.RunNextAsync();
            (await Shop.OperationAsync(termination)).Status.ShouldBe(OperationStatus.Queued);
            Shop.Advance(Backoff.Max);
        }

        Shop.World.Before = (_, _) => Task.CompletedTask;
        await Shop.RunNextAsync();

        var instance = await Shop.InstanceAsync(id);
        (instance.Status, instance.TerminatedAt).ShouldBe((InstanceStatus.Terminated, Shop.Clock.Now));
        (instance.Allocation.Port, instance.Allocation.Url, instance.Allocation.DatabaseServerId).ShouldBe((null, null, null));
        instance.Observation.ContainerStatus.ShouldBe(ContainerStatus.Missing);
        OperationWorkerTests.ShouldBeEmpty(Shop.World);
    }

    [Fact]
    public async Task Termination_cancels_the_running_operation_and_waits_for_its_lease()
    {
        var (id, provisioning) = await Shop.OrderAsync();
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        Shop.World.Before = async (verb, _) =>
        {
            // A call that cannot be cancelled.
            if (verb != "Apply")
                return;
            reached.SetResult();
            await release.Task;
        };
        var running = Shop.RunNextAsync();
        await reached.Task;

        var termination = (await Shop.SendAsync(new Application.Instances.TerminateInstance(id))).Value.Id;
        (await Shop.Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldBeNull();
        release.SetResult();
        await running;

        var cancelled = await Shop.OperationAsync(provisioning);
        (cancelled.Status, cancelled.LeaseOwner).ShouldBe((OperationStatus.Cancelled, null));
        (await Shop.RunNextAsync()).Id.ShouldBe(termination.Value);
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Terminated);
        OperationWorkerTests.ShouldBeEmpty(Shop.World);
    }
}
