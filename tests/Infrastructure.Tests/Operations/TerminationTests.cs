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
        var id = await Host.ProvisionAsync();
        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(id))).Value.Id;
        Host.Runtime.Before = (verb, _) =>
            verb == "DropDatabase" ? Task.FromException(new RefusedException("runtime_refused", "No.")) : Task.CompletedTask;
        for (var attempt = 1; attempt <= Operation.MaxAttempts + 1; attempt++)
        {
            await Host.RunNextAsync();
            (await Host.OperationAsync(termination)).Status.ShouldBe(OperationStatus.Queued);
            Host.Advance(Backoff.Max);
        }

        Host.Runtime.Recover();
        await Host.RunNextAsync();

        var instance = await Host.InstanceAsync(id);
        (instance.Status, instance.TerminatedAt).ShouldBe((InstanceStatus.Terminated, Host.Clock.Now));
        (instance.Allocation.Port, instance.Allocation.Url, instance.Allocation.DatabaseServerId).ShouldBe((null, null, null));
        instance.Observation.ContainerStatus.ShouldBe(ContainerStatus.Missing);
        OperationWorkerTests.ShouldBeEmpty(Host.Runtime);
    }

    [Fact]
    public async Task Termination_cancels_the_running_operation_and_waits_for_its_lease()
    {
        var (id, provisioning) = await Host.OrderAsync();
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        Host.Runtime.Before = async (verb, _) =>
        {
            // A call that cannot be cancelled.
            if (verb != "Apply")
                return;
            reached.SetResult();
            await release.Task;
        };
        var running = Host.RunNextAsync();
        await reached.Task;

        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(id))).Value.Id;
        (await Host.Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldBeNull();
        release.SetResult();
        await running;

        var cancelled = await Host.OperationAsync(provisioning);
        (cancelled.Status, cancelled.LeaseOwner).ShouldBe((OperationStatus.Cancelled, null));
        (await Host.RunNextAsync()).Id.ShouldBe(termination.Value);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Terminated);
        OperationWorkerTests.ShouldBeEmpty(Host.Runtime);
    }
}
