using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>What takes its time holds no slot: its operation waits in the queue and is looked at from time to time.</summary>
public sealed class WaitingOperationTests : OperationHostTest
{
    private static readonly TimeSpan Limit = new ProvisioningOptions().ReadyTimeout;

    private protected override OperationHost Open() => new(
        Database, change: null, ("Provisioning:HoldWhileWaiting", "00:00:00"), ("Operations:Concurrency", "1"), ("Operations:Poll", "00:10:00"));

    [Fact]
    public async Task Instance_that_starts_slowly_is_looked_at_until_it_answers()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Answers = false;
        await Host.RunNextAsync();
        var waiting = await Host.OperationAsync(operationId);
        (waiting.Status, waiting.Attempt, waiting.Pauses, waiting.ErrorCode, waiting.LeaseOwner, waiting.RunAfter, waiting.WaitingSince)
            .ShouldBe((OperationStatus.Queued, 0, 0, null, null, Host.Clock.Now + TimeSpan.FromSeconds(1), Host.Clock.Now));
        waiting.Steps.Single(s => s.Status == StepStatus.Running).Name.ShouldBe(StepName.WaitUntilReady);
        var (events, calls) = (await EventsAsync(), Host.Runtime.Calls.Count);

        for (var look = 0; look < 5; look++)
        {
            Host.Advance(TimeSpan.FromSeconds(5));
            await Host.RunNextAsync();
        }

        (await EventsAsync()).ShouldBe(events, "told once, however often it is looked at");
        Host.Runtime.Calls.Skip(calls).ShouldNotContain("Start");
        Host.Runtime.Calls.Skip(calls).ShouldNotContain("SeedVolume");
        Host.Runtime.Answers = true;
        Host.Advance(TimeSpan.FromSeconds(5));
        await Host.RunNextAsync();
        var done = await Host.OperationAsync(operationId);
        (done.Status, done.Attempt, done.WaitingSince, done.Progress).ShouldBe((OperationStatus.Succeeded, 1, null, 100));
        done.Steps.Select(s => s.Name).ShouldBe(Enum.GetValues<StepName>().Where(s =>
            s is >= StepName.AllocateDatabaseServer and not (StepName.LoadDatabase or StepName.LoadFiles or StepName.MakeCopy)));
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Limit_of_waiting_counts_from_its_beginning()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Answers = false;
        for (var waited = TimeSpan.Zero; waited < Limit; waited += TimeSpan.FromSeconds(20))
        {
            await Host.RunNextAsync();
            (await Host.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Queued);
            Host.Advance(TimeSpan.FromSeconds(20));
        }

        await Host.RunNextAsync();

        (await Host.OperationAsync(operationId)).ErrorCode.ShouldBe("odoo_not_ready");
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);
    }

    [Fact]
    public async Task Wait_for_a_template_does_not_count_towards_the_start_of_Odoo()
    {
        var (_, operationId) = await Host.OrderAsync();
        Host.Runtime.Before = (verb, _) =>
            verb == "EnsureTemplate" ? Task.FromException(new WaitingException("It is being built.")) : Task.CompletedTask;
        Host.Runtime.Answers = false;
        for (var waited = TimeSpan.Zero; waited <= Limit; waited += TimeSpan.FromMinutes(1))
        {
            await Host.RunNextAsync();
            Host.Advance(TimeSpan.FromMinutes(1));
        }

        Host.Runtime.Recover();
        await Host.RunNextAsync();

        var operation = await Host.OperationAsync(operationId);
        (operation.Status, operation.ErrorCode, operation.WaitingSince).ShouldBe((OperationStatus.Queued, null, Host.Clock.Now));
        operation.Steps.Single(s => s.Status == StepStatus.Running).Name.ShouldBe(StepName.WaitUntilReady);
    }

    [Fact]
    public async Task Restart_that_waits_does_not_restart_again()
    {
        var id = await Host.ProvisionAsync();
        var restart = await Host.ActAsync(id, (i, by) => i.Restart(new(IsActive: true), by, Host.Clock.Now).Value);
        Host.Runtime.Answers = false;
        Host.Runtime.Calls.Clear();
        for (var look = 0; look < 3; look++)
        {
            await Host.RunNextAsync();
            Host.Advance(TimeSpan.FromSeconds(5));
        }

        Host.Runtime.Answers = true;
        await Host.RunNextAsync();

        (await Host.OperationAsync(restart)).Status.ShouldBe(OperationStatus.Succeeded);
        Host.Runtime.Calls.Where(c => c is "Stop" or "Start").ShouldBe(["Stop", "Start"]);
    }

    [Fact]
    public async Task Container_that_is_removed_while_its_operation_waits_is_made_anew()
    {
        var (id, operationId) = await Host.OrderAsync();
        Host.Runtime.Answers = false;
        await Host.RunNextAsync();
        Host.Runtime.Workloads.Clear();
        Host.Runtime.Answers = true;
        Host.Advance(TimeSpan.FromSeconds(5));

        await Host.RunNextAsync();

        (await Host.OperationAsync(operationId)).Status.ShouldBe(OperationStatus.Succeeded);
        Host.Runtime.Workloads[(await Host.InstanceAsync(id)).Allocation.Workload].State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task Odoo_that_a_signal_holds_while_its_operation_waits_is_started_anew()
    {
        var id = await Host.ProvisionAsync();
        var restart = await Host.ActAsync(id, (i, by) => i.Restart(new(IsActive: true), by, Host.Clock.Now).Value);
        Host.Runtime.Answers = false;
        await Host.RunNextAsync();
        Host.Runtime.Frozen[(await Host.InstanceAsync(id)).Allocation.Workload] = true;
        Host.Runtime.Calls.Clear();
        Host.Advance(TimeSpan.FromSeconds(5));

        await Host.RunNextAsync();

        Host.Runtime.Calls.Where(c => c is "Stop" or "Start").ShouldBe(["Stop", "Start"]);
        (await Host.OperationAsync(restart)).Status.ShouldBe(OperationStatus.Queued);
        Host.Runtime.Answers = true;
        Host.Advance(TimeSpan.FromSeconds(5));
        await Host.RunNextAsync();
        (await Host.OperationAsync(restart)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public async Task Start_that_hangs_leaves_the_only_slot_to_others()
    {
        var other = await Host.ProvisionAsync();
        var (_, hanging) = await Host.OrderAsync();
        Host.Runtime.Answers = false;
        await Host.StartAsync<Infrastructure.Jobs.NotificationListener>();
        await Host.StartAsync<OperationWorker>();
        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(hanging)).WaitingSince is not null);

        var stop = await Host.ActAsync(other, (i, by) => i.Stop(new(IsActive: true), by, Host.Clock.Now).Value);

        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(stop)).Status == OperationStatus.Succeeded);
        (await Host.OperationAsync(hanging)).Status.ShouldNotBe(OperationStatus.Failed);
    }

    private Task<int> EventsAsync() => Host.ReadAsync(db => db.Events.CountAsync());
}
