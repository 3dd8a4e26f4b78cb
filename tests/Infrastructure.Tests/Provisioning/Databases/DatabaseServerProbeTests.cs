using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Databases;

/// <summary>A server is asked whether it can be used, on real PostgreSQL.</summary>
public sealed class DatabaseServerProbeTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    [Fact]
    public async Task Server_that_can_be_used_has_no_fault() => (await FaultAsync(odoo.Host, isNew: true)).ShouldBeNull();

    [Fact]
    public async Task Cluster_of_the_platforms_own_database_is_refused_as_a_new_server() =>
        (await FaultAsync(await PostgresServer.SharedAsync(), isNew: true)).ShouldBe("platform_cluster host");

    [Fact]
    public async Task Wrong_password_is_told() => (await FaultAsync(odoo.Host, password: "wrong")).ShouldBe("login_refused admin_password");

    [Fact]
    public async Task User_without_a_superusers_rights_is_told()
    {
        await odoo.Host.ExecuteAsync("DROP ROLE IF EXISTS probed; CREATE ROLE probed LOGIN PASSWORD 'probed-password'; GRANT CONNECT ON DATABASE postgres TO probed");
        (await FaultAsync(odoo.Host, user: "probed", password: "probed-password")).ShouldBe("not_superuser admin_username");
        await odoo.Host.ExecuteAsync("REVOKE CONNECT ON DATABASE postgres FROM probed; DROP ROLE probed");
    }

    [Fact]
    public async Task Server_that_accepts_and_never_answers_is_given_up_in_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var began = Stopwatch.GetTimestamp();
        (await FaultAsync(odoo.Host, port: ((IPEndPoint)silent.LocalEndpoint).Port)).ShouldBe("unreachable host");
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(9));
    }

    private async Task<string?> FaultAsync(PostgresServer at, bool isNew = false, string? user = null, string? password = null, int? port = null)
    {
        var settings = new DatabaseServerSettings(
            "probed", at.Host, port ?? at.Port, at.Host, at.Port, user ?? at.AdminUsername,
            odoo.Get<ISecretProtector>().Protect(password ?? at.AdminPassword), 10);
        var fault = await odoo.Get<IDatabaseServerProbe>().FindFaultAsync(
            DatabaseServer.Add(settings, owner: null, DateTimeOffset.UnixEpoch), isNew, CancellationToken.None);
        return fault is null ? null : $"{fault.Code} {fault.Field}";
    }
}
