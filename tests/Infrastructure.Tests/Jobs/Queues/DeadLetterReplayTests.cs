using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>What was given up is seen and can be tried again. Mails and webhooks: by the tests of the API.</summary>
public sealed class DeadLetterReplayTests : OperationHostTest
{
    [Fact]
    public async Task Failed_operation_is_replayed_by_a_new_one_once()
    {
        var (instance, operation) = await Host.OrderAsync();
        await Host.SendCodesAsync();
        Host.Runtime.Before = (verb, _) => verb == "EnsureImage" ? Task.FromException(new RefusedException("image_not_found", "No.")) : Task.CompletedTask;
        await Host.RunNextAsync();
        var dead = (await DeadAsync(QueueName.Operations)).ShouldHaveSingleItem();
        (dead.Id.Value, dead.TenantId, dead.What, dead.Attempts, dead.LastError, dead.Since)
            .ShouldBe((operation.Value, Host.Tenant, "provision", 1, "image_not_found", Host.Clock.Now));

        Host.Advance(TimeSpan.FromSeconds(1));
        var replayed = (await Host.SendAsync(new ReplayDead(QueueName.Operations, dead.Id))).Value;

        replayed.Id.ShouldNotBe(dead.Id);
        (await Host.SendAsync(new ReplayDead(QueueName.Operations, dead.Id))).Error.Code.ShouldBe("queue.item_not_dead");
        (await DeadAsync(QueueName.Operations)).ShouldBeEmpty();
        Host.Runtime.Recover();
        await Host.RunNextAsync();
        (await Host.OperationAsync(new(replayed.Id.Value))).Status.ShouldBe(OperationStatus.Succeeded);
        (await Host.InstanceAsync(instance)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Replay_of_an_operation_whose_instance_cannot_be_retried_is_refused()
    {
        var instance = await Host.ProvisionAsync();
        await Host.SendCodesAsync();
        await Host.ExecuteAsync("update operations set status = 'failed'");
        var dead = (await DeadAsync(QueueName.Operations)).ShouldHaveSingleItem();

        var refused = await Host.SendAsync(new ReplayDead(QueueName.Operations, dead.Id));

        refused.Error.Kind.ShouldBe(Domain.Common.ErrorKind.Conflict);
        refused.Error.Code.ShouldStartWith("instance.");
        (await Host.InstanceAsync(instance)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Dead_letter_event_is_replayed()
    {
        await Host.OrderAsync();
        await Host.SendCodesAsync();
        await Host.DispatchAsync();
        await Host.ExecuteAsync("update event_deliveries set status = 'dead', attempts = 20, last_error = 'InvalidOperationException'");
        var dead = await DeadAsync(QueueName.EventDeliveries);
        dead.Count.ShouldBeGreaterThan(1);
        dead.Select(d => d.What).ShouldContain("webhooks: operation.queued");
        dead.ShouldAllBe(d => d.Attempts == 20 && d.LastError == "InvalidOperationException");

        foreach (var one in dead)
            (await Host.SendAsync(new ReplayDead(QueueName.EventDeliveries, one.Id))).Value.Id.ShouldBe(one.Id);
        await Host.DispatchAsync();

        (await Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().ToListAsync())).ShouldAllBe(d => d.Status == DeliveryStatus.Done && d.Attempts == 0);
        (await Host.SendAsync(new ReplayDead(QueueName.EventDeliveries, dead[0].Id))).Error.Code.ShouldBe("queue.item_not_dead");
        (await Host.SendAsync(new ReplayDead(QueueName.EventDeliveries, new(Guid.CreateVersion7())))).Error.Code.ShouldBe("queue.item_not_found");
    }

    [Fact]
    public async Task Queue_counts_report_pending_leased_and_dead()
    {
        for (var n = 0; n < 3; n++)
            await Host.OrderAsync();
        await Host.RunNextAsync();
        await Host.Get<Infrastructure.Operations.OperationQueue>().ClaimAsync(CancellationToken.None);
        await Host.DispatchAsync();
        await Host.ExecuteAsync("update operations set status = 'failed' where status = 'succeeded'");

        var queues = (await Host.SendAsync(new ListQueues())).Value.Items;

        queues.Select(q => q.Queue).ShouldBe(Enum.GetValues<QueueName>());
        queues[0].ShouldBe(new(QueueName.Operations, Pending: 1, Leased: 1, Dead: 1, Host.Clock.Now));
        (queues[3].Pending, queues[3].Leased, queues[3].Dead, queues[3].OldestDue).ShouldBe((0, 0, 0, null));
    }

    private async Task<IReadOnlyList<DeadItemDto>> DeadAsync(QueueName queue) =>
        (await Host.SendAsync(new ListDead(queue, new Paging(20, After: null)))).Value.Items;
}
