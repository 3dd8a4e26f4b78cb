using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>The worker as it is hosted. It would look for work every ten minutes only: what happens sooner came by notification.</summary>
public sealed class OperationWorkerTests : OperationHostTest
{
    private protected override OperationHost Open() => new(Database, change: null, ("Operations:Poll", "00:10:00"));

    [Fact]
    public async Task Saved_operation_starts_at_once_by_notification()
    {
        await Host.StartAsync<NotificationListener>();
        await Host.StartAsync<OperationWorker>();

        var (_, first) = await Host.OrderAsync();
        await SucceedsAsync(first);
        var (_, second) = await Host.OrderAsync();
        await SucceedsAsync(second);
    }

    [Fact]
    public async Task Termination_cancels_the_running_operation_at_once_and_then_runs()
    {
        var blocked = new TaskCompletionSource();
        Host.Runtime.Before = async (verb, token) =>
        {
            if (verb != "Start")
                return;
            blocked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        await Host.StartAsync<NotificationListener>();
        await Host.StartAsync<OperationWorker>();
        var (instance, provisioning) = await Host.OrderAsync();
        await blocked.Task;

        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(instance))).Value;

        // The lease lasts 30 seconds, a heartbeat 10.
        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(termination.Id)).Status == OperationStatus.Succeeded, TimeSpan.FromSeconds(8));
        (await Host.OperationAsync(provisioning)).Status.ShouldBe(OperationStatus.Cancelled);
        (await Host.InstanceAsync(instance)).Status.ShouldBe(InstanceStatus.Terminated);
        ShouldBeEmpty(Host.Runtime);
    }

    [Fact]
    public async Task Stopped_worker_releases_its_operation_without_counting_an_attempt()
    {
        var blocked = new TaskCompletionSource();
        Host.Runtime.Before = async (verb, token) =>
        {
            if (verb != "Start" || blocked.Task.IsCompleted)
                return;
            blocked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        var worker = Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<OperationWorker>(Host.Get<IServiceProvider>());
        await worker.StartAsync(CancellationToken.None);
        var (_, id) = await Host.OrderAsync();
        Host.Get<Notifications>().WakeAll();
        await blocked.Task;

        await worker.StopAsync(CancellationToken.None);

        var operation = await Host.OperationAsync(id);
        (operation.Status, operation.LeaseUntil, operation.Attempt, operation.ErrorCode).ShouldBe((OperationStatus.Queued, null, 0, "worker.stopped"));
        await Host.RunNextAsync();
        (await Host.OperationAsync(id)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    internal static void ShouldBeEmpty(FakeRuntime world)
    {
        world.Workloads.ShouldBeEmpty();
        world.Volumes.ShouldBeEmpty();
        world.Databases.ShouldBeEmpty();
        world.Roles.ShouldBeEmpty();
    }

    private Task SucceedsAsync(Domain.Common.OperationId id) =>
        Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(id)).Status == OperationStatus.Succeeded);
}
