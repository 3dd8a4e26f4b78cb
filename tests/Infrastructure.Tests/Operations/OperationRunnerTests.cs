using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

public sealed class OperationRunnerTests : OperationHostTest
{
    private static readonly TenantStanding Active = new(IsActive: true);

    [Fact]
    public async Task Provisioning_runs_every_step_and_ends_running()
    {
        var (id, operationId) = await Shop.OrderAsync();

        await Shop.RunNextAsync();

        var operation = await Shop.OperationAsync(operationId);
        (operation.Status, operation.Progress, operation.Attempt, operation.ErrorCode, operation.LeaseOwner)
            .ShouldBe((OperationStatus.Succeeded, 100, 1, null, null));
        operation.Steps.Select(s => s.Name).ShouldBe(Enum.GetValues<StepName>().Where(s => s >= StepName.AllocateDatabaseServer));
        operation.Steps.ShouldAllBe(s => s.Status == StepStatus.Succeeded && s.StartedAt != null && s.FinishedAt != null);
        var instance = await Shop.InstanceAsync(id);
        (instance.Status, instance.ProvisioningStatus, instance.StartedAt).ShouldBe((InstanceStatus.Running, ProvisioningStatus.Completed, Shop.Clock.Now));
        (instance.Observation.ContainerStatus, instance.Observation.Health).ShouldBe((ContainerStatus.Running, InstanceHealth.Healthy));
        (instance.Allocation.PublishedAt, instance.Allocation.Url).ShouldBe((Shop.Clock.Now, new Uri($"http://localhost:{instance.Allocation.Port}")));
        Shop.World.Workloads[instance.Allocation.Workload].State.ShouldBe(ContainerStatus.Running);
        (await EventsOfAsync(id.Value)).ShouldBe(["instance.created", "instance.running"]);
        (await EventsOfAsync(operationId.Value)).Last().ShouldBe("operation.finished");
    }

    [Fact]
    public async Task Unavailable_dependency_pauses_without_counting_an_attempt()
    {
        var (id, operationId) = await Shop.OrderAsync();
        Fail("Start", new DependencyUnavailableException("the container engine"));

        for (var attempt = 0; attempt < Operation.MaxAttempts + 2; attempt++)
        {
            await Shop.RunNextAsync();
            var waiting = await Shop.OperationAsync(operationId);
            (waiting.Status, waiting.Attempt, waiting.ErrorCode, waiting.RunAfter)
                .ShouldBe((OperationStatus.Queued, 0, "dependency_unavailable", Shop.Clock.Now + Backoff.After(attempt + 1)));
            waiting.ErrorDetail.ShouldNotBeNull().ShouldStartWith("the container engine does not answer");
            (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Creating);
            Shop.Advance(Backoff.After(attempt + 1));
        }

        Shop.World.Before = (_, _) => Task.CompletedTask;
        await Shop.RunNextAsync();
        (await Shop.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Succeeded);
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Lost_lock_pauses_without_counting_an_attempt()
    {
        var (id, operationId) = await Shop.OrderAsync();
        Fail("EnsureTemplate", new LockLostException("template x", new InvalidOperationException("57P01")));

        for (var attempt = 1; attempt <= Operation.MaxAttempts + 1; attempt++)
        {
            await Shop.RunNextAsync();
            var waiting = await Shop.OperationAsync(operationId);
            (waiting.Status, waiting.Attempt, waiting.Pauses, waiting.ErrorCode, waiting.ErrorDetail, waiting.RunAfter).ShouldBe(
                (OperationStatus.Queued, 0, attempt, "dependency_unavailable", "The platform's database was away for a moment; trying again.",
                    Shop.Clock.Now + Backoff.After(attempt)));
            Shop.Advance(Backoff.After(attempt));
        }

        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Creating);
        Shop.World.Before = (_, _) => Task.CompletedTask;
        await Shop.RunNextAsync();
        (await Shop.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public async Task Operation_whose_workers_never_come_back_fails_for_good_and_retry_works()
    {
        var (id, operationId) = await Shop.OrderAsync();
        for (var attempt = 0; attempt < Operation.MaxWorkersLost; attempt++)
        {
            (await Shop.Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
            Shop.Advance(new OperationOptions().Lease + TimeSpan.FromMilliseconds(1));
        }

        await Shop.RunNextAsync();

        var failed = await Shop.OperationAsync(operationId);
        (failed.Status, failed.ErrorCode, failed.LeaseOwner).ShouldBe((OperationStatus.Failed, "workers_lost", null));
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);
        await Shop.ActAsync(id, (i, by) => i.Retry(new(IsActive: true), by, Shop.Clock.Now).Value);
        await Shop.RunNextAsync();
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Refused_step_ends_in_error_with_the_reason_and_retry_works()
    {
        var (id, operationId) = await Shop.OrderAsync();
        Fail("EnsureImage", new RefusedException("image_not_found", "There is no image odoo:19.0."));

        await Shop.RunNextAsync();

        var failed = await Shop.OperationAsync(operationId);
        (failed.Status, failed.ErrorCode, failed.ErrorDetail).ShouldBe((OperationStatus.Failed, "image_not_found", "There is no image odoo:19.0."));
        failed.Steps.Single(s => s.Status == StepStatus.Failed).Name.ShouldBe(StepName.EnsureTemplate);
        var instance = await Shop.InstanceAsync(id);
        (instance.Status, instance.ProvisioningStatus, instance.ErrorCode, instance.ErrorMessage)
            .ShouldBe((InstanceStatus.Error, ProvisioningStatus.Failed, "image_not_found", "There is no image odoo:19.0."));
        (await EventsOfAsync(id.Value)).ShouldBe(["instance.created", "instance.failed"]);

        Shop.World.Before = (_, _) => Task.CompletedTask;
        var retry = await Shop.ActAsync(id, (i, by) => i.Retry(Active, by, Shop.Clock.Now).Value);
        await Shop.RunNextAsync();
        (await Shop.OperationAsync(retry)).Status.ShouldBe(OperationStatus.Succeeded);
        var running = await Shop.InstanceAsync(id);
        (running.Status, running.ErrorCode, running.ErrorMessage).ShouldBe((InstanceStatus.Running, null, null));
    }

    [Fact]
    public async Task Unexpected_exception_is_retried_with_backoff_and_fails_without_its_text()
    {
        var (id, operationId) = await Shop.OrderAsync();
        Fail("EnsureRole", new InvalidOperationException("secret password"));

        for (var attempt = 1; attempt < Operation.MaxAttempts; attempt++)
        {
            await Shop.RunNextAsync();
            var waiting = await Shop.OperationAsync(operationId);
            (waiting.Status, waiting.Attempt, waiting.RunAfter).ShouldBe((OperationStatus.Queued, attempt, Shop.Clock.Now + Backoff.After(attempt)));
            Shop.Advance(Backoff.After(attempt));
        }

        await Shop.RunNextAsync();
        var failed = await Shop.OperationAsync(operationId);
        (failed.Status, failed.Attempt, failed.ErrorCode).ShouldBe((OperationStatus.Failed, 5, "internal_error"));
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);
        (await PayloadsAsync()).ShouldNotContain("secret");
        failed.Steps.ShouldAllBe(s => s.Detail == null || !s.Detail.Contains("secret"));
    }

    [Fact]
    public async Task Port_in_use_is_replaced_by_another_on_retry()
    {
        var (id, operationId) = await Shop.OrderAsync();
        Fail("Start", new RefusedException("port_taken", "The port is used by something else."));
        await Shop.RunNextAsync();
        var taken = Shop.World.Applied.Values.Single().Ports.Single().HostPort;
        var waiting = await Shop.OperationAsync(operationId);
        (waiting.Status, waiting.Attempt, waiting.ErrorCode).ShouldBe((OperationStatus.Queued, 1, "port_taken"));

        Shop.World.Before = (_, _) => Task.CompletedTask;
        Shop.Advance(TimeSpan.FromSeconds(1));
        await Shop.RunNextAsync();

        var instance = await Shop.InstanceAsync(id);
        instance.Status.ShouldBe(InstanceStatus.Running);
        instance.Allocation.Port.ShouldNotBe(taken);
        Shop.World.Applied.Values.Single().Ports.Single().HostPort.ShouldBe(instance.Allocation.Port!.Value);
    }

    [Fact]
    public async Task Worker_whose_lease_expired_during_a_step_does_not_overwrite_the_new_holder()
    {
        var (id, operationId) = await Shop.OrderAsync();
        var other = Shop.AnotherQueue();
        Lease? taken = null;
        Shop.World.Before = async (verb, _) =>
        {
            if (verb != "Start" || taken is not null)
                return;
            Shop.Advance(TimeSpan.FromSeconds(31));
            taken = await other.ClaimAsync(CancellationToken.None);
        };

        await Shop.RunNextAsync();

        taken.ShouldBe(new Lease(operationId.Value, Fence: 2));
        var operation = await Shop.OperationAsync(operationId);
        (operation.Status, operation.LeaseOwner, operation.Fence).ShouldBe((OperationStatus.Running, other.Owner, 2));
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Creating);

        await Shop.Get<OperationRunner>().RunAsync(taken!, CancellationToken.None);
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Theory]
    [InlineData("database")]
    [InlineData("volume")]
    public async Task Lost_customer_data_fails_the_operation_and_is_never_replaced_by_a_fresh_clone(string lost)
    {
        var id = await Shop.ProvisionAsync();
        var allocation = (await Shop.InstanceAsync(id)).Allocation;
        (lost == "database" ? Shop.World.Databases.TryRemove(allocation.Database, out _) : Shop.World.Volumes.TryRemove(allocation.Volume, out _))
            .ShouldBeTrue();
        var restart = await Shop.ActAsync(id, (i, by) => i.Restart(Active, by, Shop.Clock.Now).Value);
        Shop.World.Calls.Clear();

        await Shop.RunNextAsync();

        var failed = await Shop.OperationAsync(restart);
        (failed.Status, failed.ErrorCode, failed.Steps.Count).ShouldBe((OperationStatus.Failed, "data_missing", 0));
        (await Shop.InstanceAsync(id)).ErrorCode.ShouldBe("data_missing");
        Shop.World.Calls.ShouldAllBe(c => c.StartsWith("Observe") || c == "VolumeExists" || c == "Answers");
        Shop.World.Workloads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_start_and_restart_change_container_and_status()
    {
        var id = await Shop.ProvisionAsync();
        var workload = (await Shop.InstanceAsync(id)).Allocation.Workload;

        await Shop.ActAsync(id, (i, by) => i.Stop(Active, by, Shop.Clock.Now).Value);
        await Shop.RunNextAsync();
        var stopped = await Shop.InstanceAsync(id);
        (stopped.Status, stopped.Allocation.PublishedAt, stopped.Observation.ContainerStatus).ShouldBe((InstanceStatus.Stopped, null, ContainerStatus.Exited));
        Shop.World.Workloads[workload].State.ShouldBe(ContainerStatus.Exited);

        await Shop.ActAsync(id, (i, by) => i.Start(Active, by, Shop.Clock.Now).Value);
        await Shop.RunNextAsync();
        (await Shop.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        Shop.World.Workloads[workload].State.ShouldBe(ContainerStatus.Running);

        Shop.World.Calls.Clear();
        var restart = await Shop.ActAsync(id, (i, by) => i.Restart(Active, by, Shop.Clock.Now).Value);
        await Shop.RunNextAsync();
        (await Shop.OperationAsync(restart)).Steps.Select(s => s.Name)
            .ShouldBe([StepName.StopContainer, StepName.StartContainer, StepName.WaitUntilReady]);
        Shop.World.Calls.Where(c => c is "Stop" or "Start").ShouldBe(["Stop", "Start"]);
    }

    [Fact]
    public async Task A_step_that_fails_while_it_reports_is_recorded_as_failed()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, operationId) = await Shop.OrderAsync();
            Fail("EnsureTemplate", new RefusedException("unknown_modules", "There is no module."));

            await Shop.RunNextAsync();

            var failed = await Shop.OperationAsync(operationId);
            failed.Steps.Single(s => s.Name == StepName.EnsureTemplate).Status.ShouldBe(StepStatus.Failed);
            (await EventsOfAsync(operationId.Value)).Last().ShouldBe("operation.finished");
        }
    }

    [Fact]
    public async Task Crash_looping_container_is_an_error_and_is_stopped()
    {
        var (id, operationId) = await Shop.OrderAsync();
        Shop.World.Answers = false;
        Shop.World.Before = (verb, _) =>
        {
            if (verb == "Answers")
                Shop.World.Change(Shop.World.Workloads.Keys.Single(), w => w with { State = ContainerStatus.Restarting, RestartCount = 3, ExitCode = 1 });
            return Task.CompletedTask;
        };

        await Shop.RunNextAsync();

        (await Shop.OperationAsync(operationId)).ErrorCode.ShouldBe("odoo_stopped");
        (await Shop.InstanceAsync(id)).ErrorMessage.ShouldNotBeNull().ShouldContain("exit code 1");
        Shop.World.Workloads.Values.Single().State.ShouldBe(ContainerStatus.Exited);
    }

    [Fact]
    public async Task Events_operations_labels_and_variables_contain_no_secret()
    {
        var (_, operationId) = await Shop.OrderAsync();
        await Shop.RunNextAsync();

        var spec = Shop.World.Applied.Values.Single();
        var operation = System.Text.Json.JsonSerializer.Serialize((await Shop.OperationAsync(operationId)).Steps);
        string[] shown = [.. spec.Environment.Values, .. spec.Labels.Values, .. spec.Command, operation, await PayloadsAsync()];
        foreach (var secret in new[] { "role password", "master password", "admin password" })
            shown.ShouldAllBe(text => !text.Contains(secret));
        spec.Files.Single().Content.ShouldContain("role password");
    }

    private void Fail(string verb, Exception exception) =>
        Shop.World.Before = (called, _) => called == verb ? Task.FromException(exception) : Task.CompletedTask;

    private Task<List<string>> EventsOfAsync(Guid subject) => Shop.ReadAsync(db =>
        db.Events.Where(e => e.Subject == subject).OrderBy(e => e.Position).Select(e => e.Name).ToListAsync());

    private async Task<string> PayloadsAsync() => string.Join('\n', await Shop.ReadAsync(db => db.Events.Select(e => e.Payload).ToListAsync()));
}
