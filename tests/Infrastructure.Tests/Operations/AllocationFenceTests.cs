using Npgsql;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>A worker that lost its lease in the middle of a step writes nothing of where the instance lives: another decides that by now.</summary>
public sealed class AllocationFenceTests : OperationHostTest
{
    [Fact]
    public async Task Worker_that_lost_its_lease_pins_no_image_of_a_terminated_instance()
    {
        var (id, provisioning) = await Host.OrderAsync();
        var (reached, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Host.Runtime.Before = async (verb, _) =>
        {
            if (verb != "EnsureImage" || reached.Task.IsCompleted)
                return;
            reached.SetResult();
            await goesOn.Task;
        };
        var late = Task.Run(() => Host.RunNextAsync());
        await reached.Task;

        await TerminateAsync(id);
        goesOn.SetResult();
        await late;

        await LeavesNothingAsync(id, provisioning);
    }

    [Fact]
    public async Task Worker_that_lost_its_lease_takes_no_place_on_a_server_for_a_terminated_instance()
    {
        var (id, provisioning) = await Host.OrderAsync();
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select 1 from database_servers for update", connection, transaction))
            await hold.ExecuteNonQueryAsync();
        var late = Task.Run(() => Host.RunNextAsync());
        await Eventually.BecomesTrueAsync(WaitsForTheServersAsync);

        await TerminateAsync(id);
        await transaction.RollbackAsync();
        await late;

        await LeavesNothingAsync(id, provisioning);
    }

    private async Task TerminateAsync(InstanceId id)
    {
        (await Host.SendAsync(new Application.Instances.TerminateInstance(id))).IsFailure.ShouldBeFalse();
        Host.Advance(new OperationOptions().Lease + TimeSpan.FromMilliseconds(1));
        var lease = (await Host.Another<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        await Host.Get<OperationRunner>().RunAsync(lease, CancellationToken.None);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Terminated);
    }

    private async Task LeavesNothingAsync(InstanceId id, OperationId provisioning)
    {
        var allocation = (await Host.InstanceAsync(id)).Allocation;
        (allocation.ImageId, allocation.Port, allocation.DatabaseServerId, allocation.PublishedAt).ShouldBe((null, null, null, null));
        (await Host.OperationAsync(provisioning)).Status.ShouldBe(OperationStatus.Cancelled);
    }

    private async Task<bool> WaitsForTheServersAsync()
    {
        await using var connection = new NpgsqlConnection(Database.ConnectionString);
        await connection.OpenAsync();
        await using var waiting = new NpgsqlCommand(
            "select count(*) > 0 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%database_servers%'",
            connection);
        return (bool)(await waiting.ExecuteScalarAsync())!;
    }
}
