using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Tests.Instances;

namespace SaaSOdoo.Domain.Tests.Provisioning;

public sealed class DatabaseServerTests
{
    private static readonly DateTimeOffset Now = Sample.Now;
    private static readonly TenantId Tenant = NewId.Of<TenantId>(Now);

    [Fact]
    public void Kind_follows_the_owner()
    {
        var server = Registered();
        server.Offer(Tenant, capacity: 5, draining: false, Now);
        (server.Kind, server.TenantId).ShouldBe((DatabaseServerKind.Dedicated, Tenant));
        server.Offer(owner: null, capacity: 5, draining: false, Now);
        (server.Kind, server.TenantId).ShouldBe((DatabaseServerKind.Shared, null));
    }

    [Fact]
    public void Operators_decision_survives_the_configuration()
    {
        var server = Registered();
        server.Offer(Tenant, capacity: 5, draining: true, Now);

        server.Configure(Settings(capacity: 80) with { Host = "10.0.0.9" }, Now);

        (server.Host, server.Capacity, server.ConfiguredCapacity, server.TenantId, server.Draining).ShouldBe(("10.0.0.9", 5, 80, Tenant, true));
    }

    [Fact]
    public void Capacity_follows_the_configuration_until_an_operator_has_set_one()
    {
        var server = Registered();
        server.ClearEvents();
        server.Configure(Settings(capacity: 80), Now);
        server.Capacity.ShouldBe(80);
        server.Events.ShouldHaveSingleItem().ShouldBeOfType<DatabaseServerChanged>().Capacity.ShouldBe(80, "instances may wait for it");
    }

    [Fact]
    public void Server_is_in_error_after_two_looks_that_failed_and_both_are_told_once()
    {
        var server = Registered();
        server.ClearEvents();
        server.Fail("unreachable", "away", Now);
        (server.Health, server.Events.Count).ShouldBe((DatabaseServerHealth.Unknown, 0));

        for (var look = 2; look <= 12; look++)
            server.Fail("unreachable", "away", Now);
        (server.Health, server.HealthCode, server.Check.Failures).ShouldBe((DatabaseServerHealth.Error, "unreachable", 12));
        server.Events.ShouldHaveSingleItem().ShouldBeOfType<DatabaseServerFailed>();

        server.Recover(Now);
        server.Recover(Now);
        (server.Health, server.HealthCode, server.HealthDetail, server.Check.Failures).ShouldBe((DatabaseServerHealth.Healthy, null, null, 0));
        server.Events.Select(e => e.GetType()).ShouldBe([typeof(DatabaseServerFailed), typeof(DatabaseServerRecovered)]);
    }

    [Fact]
    public void Dead_server_is_looked_at_less_and_less_often()
    {
        var server = Registered();
        var pauses = Enumerable.Range(0, 11).Select(_ =>
        {
            server.Fail("unreachable", "away", Now);
            return (server.Check.NextCheckAt - Now).TotalSeconds;
        });
        pauses.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        server.Recover(Now);
        server.Check.NextCheckAt.ShouldBe(Now + DatabaseServerCheck.Pause);
    }

    [Theory]
    [InlineData("db-2", 5432, true)]
    [InlineData("10.0.0.4", 1, true)]
    [InlineData("fd00::4", 65535, true)]
    [InlineData("/var/run/postgresql", 5432, false)]
    [InlineData("one,two", 5432, false)]
    [InlineData("one;Username=x", 5432, false)]
    [InlineData("", 5432, false)]
    [InlineData("db-2", 0, false)]
    [InlineData("db-2", 65536, false)]
    public void Address_is_one_host_and_a_port(string host, int port, bool valid) =>
        ServerAddress.Check("host", host, "port", port).IsFailure.ShouldBe(!valid);

    private static DatabaseServer Registered() => DatabaseServer.Register(Settings(capacity: 40), Now);

    private static DatabaseServerSettings Settings(int capacity) => new("main", "10.0.0.4", 5432, "10.0.0.4", 5432, "postgres", "sealed", capacity);
}
