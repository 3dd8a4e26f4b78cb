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
        var (id, operationId) = await Host.OrderAsync();

        await Host.RunNextAsync();

        var operation = await Host.OperationAsync(operationId);
        (operation.Status, operation.Progress, operation.Attempt, operation.ErrorCode, operation.LeaseOwner)
            .ShouldBe((OperationStatus.Succeeded, 100, 1, null, null));
        operation.Steps.Select(s => s.Name).ShouldBe(Enum.GetValues<StepName>().Where(s =>
            s is >= StepName.AllocateDatabaseServer and not (StepName.LoadDatabase or StepName.LoadFiles or StepName.MakeCopy)));
        operation.Steps.ShouldAllBe(s => s.Status == StepStatus.Succeeded && s.StartedAt != null && s.FinishedAt != null);
        var instance = await Host.InstanceAsync(id);
        (instance.Status, instance.ProvisioningStatus, instance.StartedAt).ShouldBe((InstanceStatus.Running, ProvisioningStatus.Completed, Host.Clock.Now));
        (instance.Observation.ContainerStatus, instance.Observation.Health).ShouldBe((ContainerStatus.Running, InstanceHealth.Healthy));
        (instance.Allocation.PublishedAt, instance.Allocation.Url).ShouldBe((Host.Clock.Now, new Uri($"http://localhost:{instance.Allocation.Port}")));
        Host.Runtime.Workloads[instance.Allocation.Workload].State.ShouldBe(ContainerStatus.Running);
        (await EventsOfAsync(id.Value)).ShouldBe(["instance.created", "instance.running"]);
        (await EventsOfAsync(operationId.Value)).Last().ShouldBe("operation.finished");
    }

    [Fact]
    public async Task Unavailable_dependency_pauses_without_counting_an_attempt()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Fail("Start", new DependencyUnavailableException("the container engine"));

        for (var attempt = 0; attempt < Operation.MaxAttempts + 2; attempt++)
        {
            await Host.RunNextAsync();
            var waiting = await Host.OperationAsync(operationId);
            (waiting.Status, waiting.Attempt, waiting.ErrorCode, waiting.RunAfter)
                .ShouldBe((OperationStatus.Queued, 0, "dependency_unavailable", Host.Clock.Now + Backoff.After(attempt + 1)));
            waiting.ErrorDetail.ShouldNotBeNull().ShouldStartWith("the container engine does not answer");
            (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Creating);
            Host.Advance(Backoff.After(attempt + 1));
        }

        Host.Runtime.Recover();
        await Host.RunNextAsync();
        (await Host.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Succeeded);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Lost_lock_pauses_without_counting_an_attempt()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Fail("EnsureTemplate", new LockLostException("template x", new InvalidOperationException("57P01")));

        for (var attempt = 1; attempt <= Operation.MaxAttempts + 1; attempt++)
        {
            await Host.RunNextAsync();
            var waiting = await Host.OperationAsync(operationId);
            (waiting.Status, waiting.Attempt, waiting.Pauses, waiting.ErrorCode, waiting.ErrorDetail, waiting.RunAfter).ShouldBe(
                (OperationStatus.Queued, 0, attempt, "dependency_unavailable", "The platform's database was away for a moment; trying again.",
                    Host.Clock.Now + Backoff.After(attempt)));
            Host.Advance(Backoff.After(attempt));
        }

        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Creating);
        Host.Runtime.Recover();
        await Host.RunNextAsync();
        (await Host.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public async Task Refused_step_ends_in_error_with_the_reason_and_retry_works()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Fail("EnsureImage", new RefusedException("image_not_found", "There is no image odoo:19.0."));

        await Host.RunNextAsync();

        var failed = await Host.OperationAsync(operationId);
        (failed.Status, failed.ErrorCode, failed.ErrorDetail).ShouldBe((OperationStatus.Failed, "image_not_found", "There is no image odoo:19.0."));
        failed.Steps.Single(s => s.Status == StepStatus.Failed).Name.ShouldBe(StepName.EnsureTemplate);
        var instance = await Host.InstanceAsync(id);
        (instance.Status, instance.ProvisioningStatus, instance.ErrorCode, instance.ErrorMessage)
            .ShouldBe((InstanceStatus.Error, ProvisioningStatus.Failed, "image_not_found", "There is no image odoo:19.0."));
        (await EventsOfAsync(id.Value)).ShouldBe(["instance.created", "instance.failed"]);

        Host.Runtime.Recover();
        var retry = await Host.ActAsync(id, (i, by) => i.Retry(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        (await Host.OperationAsync(retry)).Status.ShouldBe(OperationStatus.Succeeded);
        var running = await Host.InstanceAsync(id);
        (running.Status, running.ErrorCode, running.ErrorMessage).ShouldBe((InstanceStatus.Running, null, null));
    }

    [Fact]
    public async Task Unexpected_exception_is_retried_with_backoff_and_fails_without_its_text()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Fail("EnsureRole", new InvalidOperationException("secret password"));

        for (var attempt = 1; attempt < Operation.MaxAttempts; attempt++)
        {
            await Host.RunNextAsync();
            var waiting = await Host.OperationAsync(operationId);
            (waiting.Status, waiting.Attempt, waiting.RunAfter).ShouldBe((OperationStatus.Queued, attempt, Host.Clock.Now + Backoff.After(attempt)));
            Host.Advance(Backoff.After(attempt));
        }

        await Host.RunNextAsync();
        var failed = await Host.OperationAsync(operationId);
        (failed.Status, failed.Attempt, failed.ErrorCode).ShouldBe((OperationStatus.Failed, 5, "internal_error"));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);
        (await PayloadsAsync()).ShouldNotContain("secret");
        failed.Steps.ShouldAllBe(s => s.Detail == null || !s.Detail.Contains("secret"));
    }

    [Fact]
    public async Task Port_in_use_is_replaced_by_another_on_retry()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Fail("Start", new RefusedException("port_taken", "The port is used by something else."));
        await Host.RunNextAsync();
        var taken = Host.Runtime.Applied.Values.Single().Ports.Single().HostPort;
        var waiting = await Host.OperationAsync(operationId);
        (waiting.Status, waiting.Attempt, waiting.ErrorCode).ShouldBe((OperationStatus.Queued, 1, "port_taken"));

        Host.Runtime.Recover();
        Host.Advance(TimeSpan.FromSeconds(1));
        await Host.RunNextAsync();

        var instance = await Host.InstanceAsync(id);
        instance.Status.ShouldBe(InstanceStatus.Running);
        instance.Allocation.Port.ShouldNotBe(taken);
        Host.Runtime.Applied.Values.Single().Ports.Single().HostPort.ShouldBe(instance.Allocation.Port!.Value);
    }

    [Fact]
    public async Task Worker_whose_lease_expired_during_a_step_does_not_overwrite_the_new_holder()
    {
        var (id, operationId) = await Host.OrderAsync();
        var other = Host.Another<OperationQueue>();
        Lease? taken = null;
        Host.Runtime.Before = async (verb, _) =>
        {
            if (verb != "Start" || taken is not null)
                return;
            Host.Advance(TimeSpan.FromSeconds(31));
            taken = await other.ClaimAsync(CancellationToken.None);
        };

        await Host.RunNextAsync();

        taken.ShouldBe(new Lease(operationId.Value, Fence: 2));
        var operation = await Host.OperationAsync(operationId);
        (operation.Status, operation.LeaseOwner, operation.Fence).ShouldBe((OperationStatus.Running, other.Owner, 2));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Creating);

        await Host.Get<OperationRunner>().RunAsync(taken!, CancellationToken.None);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Theory]
    [InlineData("database")]
    [InlineData("volume")]
    public async Task Lost_customer_data_fails_the_operation_and_is_never_replaced_by_a_fresh_clone(string lost)
    {
        var id = await Host.ProvisionAsync();
        var allocation = (await Host.InstanceAsync(id)).Allocation;
        (lost == "database" ? Host.Runtime.Databases.TryRemove(allocation.Database, out _) : Host.Runtime.Volumes.TryRemove(allocation.Volume, out _))
            .ShouldBeTrue();
        var restart = await Host.ActAsync(id, (i, by) => i.Restart(Active, by, Host.Clock.Now).Value);
        Host.Runtime.Calls.Clear();

        await Host.RunNextAsync();

        var failed = await Host.OperationAsync(restart);
        (failed.Status, failed.ErrorCode, failed.Steps.Count).ShouldBe((OperationStatus.Failed, "data_missing", 0));
        (await Host.InstanceAsync(id)).ErrorCode.ShouldBe("data_missing");
        Host.Runtime.Calls.ShouldAllBe(c => c.StartsWith("Observe") || c == "VolumeExists" || c == "Answers");
        Host.Runtime.Workloads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_start_and_restart_change_container_and_status()
    {
        var id = await Host.ProvisionAsync();
        var workload = (await Host.InstanceAsync(id)).Allocation.Workload;

        await Host.ActAsync(id, (i, by) => i.Stop(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        var stopped = await Host.InstanceAsync(id);
        (stopped.Status, stopped.Allocation.PublishedAt, stopped.Observation.ContainerStatus).ShouldBe((InstanceStatus.Stopped, null, ContainerStatus.Exited));
        Host.Runtime.Workloads[workload].State.ShouldBe(ContainerStatus.Exited);

        await Host.ActAsync(id, (i, by) => i.Start(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        Host.Runtime.Workloads[workload].State.ShouldBe(ContainerStatus.Running);

        Host.Runtime.Calls.Clear();
        var restart = await Host.ActAsync(id, (i, by) => i.Restart(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        (await Host.OperationAsync(restart)).Steps.Select(s => s.Name)
            .ShouldBe([StepName.StopContainer, StepName.StartContainer, StepName.WaitUntilReady]);
        Host.Runtime.Calls.Where(c => c is "Stop" or "Start").ShouldBe(["Stop", "Start"]);
    }

    [Fact]
    public async Task A_step_that_fails_while_it_reports_is_recorded_as_failed()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, operationId) = await Host.OrderAsync();
            Host.Runtime.Fail("EnsureTemplate", new RefusedException("unknown_modules", "There is no module."));

            await Host.RunNextAsync();

            var failed = await Host.OperationAsync(operationId);
            failed.Steps.Single(s => s.Name == StepName.EnsureTemplate).Status.ShouldBe(StepStatus.Failed);
            (await EventsOfAsync(operationId.Value)).Last().ShouldBe("operation.finished");
        }
    }

    [Fact]
    public async Task Crash_looping_container_is_an_error_and_is_stopped()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Answers = false;
        Host.Runtime.Before = (verb, _) =>
        {
            if (verb == "Answers")
                Host.Runtime.Change(Host.Runtime.Workloads.Keys.Single(), w => w with { State = ContainerStatus.Restarting, RestartCount = 6, ExitCode = 1 });
            return Task.CompletedTask;
        };

        await Host.RunNextAsync();

        (await Host.OperationAsync(operationId)).ErrorCode.ShouldBe("odoo_stopped");
        (await Host.InstanceAsync(id)).ErrorMessage.ShouldNotBeNull().ShouldContain("exit code 1");
        Host.Runtime.Workloads.Values.Single().State.ShouldBe(ContainerStatus.Exited);
    }

    [Fact]
    public async Task Events_operations_labels_and_variables_contain_no_secret()
    {
        var (_, operationId) = await Host.OrderAsync();
        await Host.RunNextAsync();

        var spec = Host.Runtime.Applied.Values.Single();
        var operation = System.Text.Json.JsonSerializer.Serialize((await Host.OperationAsync(operationId)).Steps);
        string[] shown = [.. spec.Environment.Values, .. spec.Labels.Values, .. spec.Command, operation, await PayloadsAsync()];
        foreach (var secret in new[] { "role-password", "master password", "admin password" })
            shown.ShouldAllBe(text => !text.Contains(secret));
        spec.Files[0].Content.ShouldContain("role-password");
    }

    private Task<List<string>> EventsOfAsync(Guid subject) => Host.ReadAsync(db =>
        db.Events.Where(e => e.Subject == subject).OrderBy(e => e.Position).Select(e => e.Name).ToListAsync());

    private async Task<string> PayloadsAsync() => string.Join('\n', await Host.ReadAsync(db => db.Events.Select(e => e.Payload).ToListAsync()));
}
