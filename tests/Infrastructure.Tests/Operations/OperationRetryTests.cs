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

        Host.Runtime.Before = (_, _) => Task.CompletedTask;
        Host.Advance(Backoff.After(1));
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
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
