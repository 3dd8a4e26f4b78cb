using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>A database server that accepts connections and never answers holds up its own instances and nobody else.</summary>
public sealed class SilentServerTests : OperationHostTest
{
    private const int Instances = 60;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    private protected override OperationHost Open()
    {
        listener.Start();
        var host = new OperationHost(Database);
        var connections = host.Get<ServerConnections>();
        host.Runtime.Reach = (server, token) =>
            server.Name == "silent" ? connections.OnServerAsync(server, _ => Task.FromResult(true), token) : Task.CompletedTask;
        host.Runtime.IsReachable = connections.IsAnswering;
        return host;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        listener.Dispose();
    }

    [Fact]
    public async Task Order_of_another_customer_takes_no_longer_while_60_instances_of_a_silent_server_are_healed()
    {
        await Host.StartAsync<NotificationListener>();
        await Host.StartAsync<OperationWorker>();
        for (var n = 0; n < Instances; n++)
            await Host.OrderAsync();
        await Eventually.BecomesTrueAsync(async () => await CountAsync(OperationStatus.Succeeded) == Instances, TimeSpan.FromMinutes(2));
        var quiet = await OrderedAsync();
        await MoveToSilentServerAsync();
        Host.Runtime.Workloads.Clear();
        await Host.InScopeAsync<DriftDetector>(d => d.DetectAsync(only: null, CancellationToken.None));

        // Of other tenants: the share of one tenant is another rule.
        await Host.ExecuteAsync("update operations set tenant_id = gen_random_uuid() where kind = 'heal'");
        await Eventually.BecomesTrueAsync(() => Task.FromResult(listener.Pending()));

        var during = await OrderedAsync();
        during.ShouldBeLessThan(TimeSpan.FromSeconds(Math.Max(2, 2 * quiet.TotalSeconds)), $"quiet: {quiet}");

        // Two waits for an answer, and the other heals are put off without one, each time later.
        await Eventually.BecomesTrueAsync(
            async () => await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Kind == OperationKind.Heal && o.Pauses > 0)) >= Instances,
            TimeSpan.FromSeconds(40));
        (await OrderedAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(Math.Max(2, 2 * quiet.TotalSeconds)), $"quiet: {quiet}");
    }

    private async Task<TimeSpan> OrderedAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var (_, order) = await Host.OrderAsync();
        await Eventually.BecomesTrueAsync(async () => (await Host.OperationAsync(order)).Status == OperationStatus.Succeeded, TimeSpan.FromMinutes(1));
        return Stopwatch.GetElapsedTime(began);
    }

    private Task<int> CountAsync(OperationStatus status) => Host.ReadAsync(db => db.Operations.CountAsync(o => o.Status == status));

    private async Task MoveToSilentServerAsync()
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var silent = await Host.AddServerAsync("silent", port);
        await Host.ExecuteAsync($"update instance_allocations set database_server_id = '{silent.Value}'");
    }
}
