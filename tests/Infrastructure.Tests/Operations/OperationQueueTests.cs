using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

public sealed class OperationQueueTests : OperationHostTest
{
    private static readonly TimeSpan Duration = new OperationOptions().Lease;
    private protected override OperationHost Open() => new(Database, change: null, ("Operations:PerTenant", "100"));

    private OperationQueue Queue => Host.Get<OperationQueue>();

    [Fact]
    public async Task Concurrent_workers_claim_each_operation_once()
    {
        var ordered = new List<OperationId>();
        for (var i = 0; i < 50; i++)
            ordered.Add((await Host.OrderAsync()).Operation);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakeAllAsync(Host.Another<OperationQueue>()))));

        var all = claims.SelectMany(c => c).ToList();
        all.Select(c => new OperationId(c.Id)).ShouldBe(ordered, ignoreOrder: true);
        all.ShouldAllBe(c => c.Fence == 1);
        claims.Count(c => c.Count > 0).ShouldBeGreaterThan(1, "one worker took all: nothing was contested");
    }

    [Fact]
    public async Task Claim_records_owner_lease_and_fence()
    {
        var (_, id) = await Host.OrderAsync();

        var claim = (await ClaimAsync()).ShouldNotBeNull();

        claim.ShouldBe(new Lease(id.Value, Fence: 1));
        var operation = await Host.OperationAsync(id);
        (operation.Status, operation.LeaseOwner, operation.LeaseUntil, operation.Fence, operation.Attempt, operation.StartedAt)
            .ShouldBe((OperationStatus.Running, Queue.Owner, Host.Clock.Now + Duration, 1, 1, Host.Clock.Now));
    }

    [Fact]
    public async Task Oldest_due_operation_is_claimed_first()
    {
        var (_, first) = await Host.OrderAsync();
        Host.Advance(TimeSpan.FromSeconds(1));
        var (_, second) = await Host.OrderAsync();

        (await TakeAllAsync(Queue)).Select(c => new OperationId(c.Id)).ShouldBe([first, second]);
    }

    [Fact]
    public async Task Postponed_operation_is_not_claimed_before_its_backoff_ends()
    {
        var (_, id) = await Host.OrderAsync();
        await Journal((await ClaimAsync())!).WriteAsync(
            (operation, now) => operation.Postpone("c", "d", now), CancellationToken.None);

        (await ClaimAsync()).ShouldBeNull();
        Host.Advance(TimeSpan.FromSeconds(0.9));
        (await ClaimAsync()).ShouldBeNull();
        Host.Advance(TimeSpan.FromSeconds(0.1));
        (await ClaimAsync()).ShouldBe(new Lease(id.Value, Fence: 2));
    }

    [Fact]
    public async Task Expired_lease_is_reclaimed_by_another_worker_with_a_higher_fence()
    {
        var (_, id) = await Host.OrderAsync();
        var first = (await ClaimAsync()).ShouldNotBeNull();
        var other = Host.Another<OperationQueue>();

        Host.Advance(Duration);
        (await other.ClaimAsync(CancellationToken.None)).ShouldBeNull();
        Host.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await other.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();

        second.ShouldBe(new Lease(id.Value, Fence: 2));
        (await Queue.ExtendAsync([first], CancellationToken.None)).ShouldBe([first]);
        (await Host.OperationAsync(id)).LeaseOwner.ShouldBe(other.Owner);
    }

    [Fact]
    public async Task Heartbeat_keeps_the_lease()
    {
        await Host.OrderAsync();
        var claim = (await ClaimAsync()).ShouldNotBeNull();

        for (var beat = 0; beat < 5; beat++)
        {
            Host.Advance(Duration / 3 * 2);
            (await Queue.ExtendAsync([claim], CancellationToken.None)).ShouldBeEmpty();
            (await Host.Another<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Expired_lease_holder_cannot_save()
    {
        var (instance, id) = await Host.OrderAsync();
        var old = Journal((await ClaimAsync())!);
        await old.PlanAsync([StepName.EnsureRole, StepName.EnsureDatabase], CancellationToken.None);
        Host.Advance(Duration * 2);
        (await Host.Another<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        var before = await Host.OperationAsync(id);

        await Should.ThrowAsync<LeaseLostException>(() => old.PlanAsync([], CancellationToken.None));
        await Should.ThrowAsync<LeaseLostException>(() => old.MoveAsync(finished: null, StepName.EnsureRole, CancellationToken.None));
        await Should.ThrowAsync<LeaseLostException>(() => old.DescribeAsync(StepName.EnsureRole, "late", percent: null, CancellationToken.None));
        await Should.ThrowAsync<LeaseLostException>(() => old.MoveAsync(StepName.EnsureRole, begun: null, CancellationToken.None));
        await Should.ThrowAsync<LeaseLostException>(() => old.WriteAsync(
            (o, i, now) =>
            {
                o.Fail("late", "late", now);
                i.Fail("late", "late", now);
            },
            CancellationToken.None));

        var after = await Host.OperationAsync(id);
        (after.Status, after.Fence, after.Progress, after.ErrorCode).ShouldBe((before.Status, before.Fence, before.Progress, before.ErrorCode));
        after.Steps.ShouldBe(before.Steps);
        (await Host.InstanceAsync(instance)).ErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task Fenced_off_worker_between_reading_and_saving_changes_nothing()
    {
        var (_, id) = await Host.OrderAsync();
        var journal = Journal((await ClaimAsync())!);

        await Should.ThrowAsync<LeaseLostException>(() => journal.WriteAsync(
            (operation, now) =>
            {
                Host.ExecuteAsync("update operations set fence = fence + 1").GetAwaiter().GetResult().ShouldBe(1);
                operation.Succeed(now);
            },
            CancellationToken.None));

        (await Host.OperationAsync(id)).Status.ShouldBe(OperationStatus.Running);
        (await Host.ExecuteAsync("delete from events where name = 'operation.finished'")).ShouldBe(0);
    }

    [Fact]
    public async Task Replacement_of_a_cancelled_operation_waits_until_its_lease_is_released()
    {
        var instance = await Host.ProvisionAsync();
        await Host.ActAsync(instance, (i, by) => i.Stop(new(IsActive: true), by, Host.Clock.Now).Value);
        var stopping = (await ClaimAsync()).ShouldNotBeNull();
        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(instance))).Value;

        (await ClaimAsync()).ShouldBeNull();
        (await Queue.ExtendAsync([stopping], CancellationToken.None)).ShouldBe([stopping]);
        await Host.Another<OperationQueue>().LetGoAsync(stopping, CancellationToken.None);
        (await ClaimAsync()).ShouldBeNull("only its own worker lets go");

        await Queue.LetGoAsync(stopping, CancellationToken.None);
        (await ClaimAsync()).ShouldNotBeNull().Id.ShouldBe(termination.Id.Value);
    }

    [Fact]
    public async Task Replacement_of_a_cancelled_operation_is_claimed_after_the_lease_expires()
    {
        var instance = await Host.ProvisionAsync();
        await Host.ActAsync(instance, (i, by) => i.Stop(new(IsActive: true), by, Host.Clock.Now).Value);
        (await ClaimAsync()).ShouldNotBeNull();
        var termination = (await Host.SendAsync(new Application.Instances.TerminateInstance(instance))).Value;

        Host.Advance(Duration + TimeSpan.FromMilliseconds(1));

        (await ClaimAsync()).ShouldNotBeNull().Id.ShouldBe(termination.Id.Value);
    }

    [Fact]
    public async Task Lease_of_a_cancelled_operation_is_extended_while_its_worker_cleans_up()
    {
        var instance = await Host.ProvisionAsync();
        await Host.ActAsync(instance, (i, by) => i.Stop(new(IsActive: true), by, Host.Clock.Now).Value);
        var stopping = (await ClaimAsync()).ShouldNotBeNull();
        await Host.SendAsync(new Application.Instances.TerminateInstance(instance));

        for (var beat = 0; beat < 4; beat++)
        {
            Host.Advance(Duration / 2);
            (await Queue.ExtendAsync([stopping], CancellationToken.None)).ShouldBe([stopping], "it is lost all the same");
            (await ClaimAsync()).ShouldBeNull("two never touch one instance");
        }
    }

    [Fact]
    public async Task Late_run_does_not_let_go_of_the_lease_of_a_later_run_of_its_process()
    {
        var instance = await Host.ProvisionAsync();
        await Host.ActAsync(instance, (i, by) => i.Stop(new(IsActive: true), by, Host.Clock.Now).Value);
        var late = (await ClaimAsync()).ShouldNotBeNull();
        Host.Advance(Duration + TimeSpan.FromMilliseconds(1));
        var later = (await ClaimAsync()).ShouldNotBeNull();
        await Host.SendAsync(new Application.Instances.TerminateInstance(instance));

        await Queue.LetGoAsync(late, CancellationToken.None);
        (await ClaimAsync()).ShouldBeNull("the later run is still at work");

        await Queue.LetGoAsync(later, CancellationToken.None);
        (await ClaimAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Release_of_a_running_operation_keeps_its_lease()
    {
        await Host.OrderAsync();
        var claim = (await ClaimAsync()).ShouldNotBeNull();

        await Queue.LetGoAsync(claim, CancellationToken.None);

        (await Host.OperationAsync(new(claim.Id))).LeaseOwner.ShouldBe(Queue.Owner);
    }

    private Task<Lease?> ClaimAsync() => Queue.ClaimAsync(CancellationToken.None);

    private OperationJournal Journal(Lease claim) => new(claim, Host.Get<IServiceScopeFactory>(), Host.Clock);

    private static async Task<List<Lease>> TakeAllAsync(OperationQueue queue)
    {
        var claims = new List<Lease>();
        while (await queue.ClaimAsync(CancellationToken.None) is { } claim)
            claims.Add(claim);
        return claims;
    }
}
