using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>On a real engine and a real database server, where several things are damaged at once.</summary>
public sealed class RealReconcileTests(RealReconcileTests.LoneOdoo odoo, DockerTest docker)
    : OperationHostTest, IClassFixture<RealReconcileTests.LoneOdoo>, IClassFixture<DockerTest>
{
    private const string Files = "/var/lib/odoo";
    private readonly string template = docker.Name("template");
    private readonly List<InstanceId> made = [];

    [Fact]
    public async Task Dry_run_lists_exactly_the_damage_and_the_real_run_repairs_it()
    {
        await PrepareAsync();
        var (gone, changed, shutOut, well, terminated) = (await NewAsync(), await NewAsync(), await NewAsync(), await NewAsync(), await NewAsync());
        await Host.SendAsync(new TerminateInstance(terminated.Id));
        await Host.RunNextAsync();
        await LookLaterAsync();
        (await Host.ReconcileAsync(dryRun: true)).ShouldBeEmpty();

        await DockerCommand.RunAsync("rm", "--force", gone.Workload);
        await DockerCommand.RunAsync("update", "--memory", "128m", "--memory-swap", "128m", "--cpus", "0.2", "--pids-limit", "50", changed.Workload);
        await odoo.Host.ExecuteAsync($"""
            ALTER ROLE {shutOut.Role} NOLOGIN;
            ALTER ROLE {shutOut.Role} SET statement_timeout = 1;
            ALTER DATABASE {shutOut.Role} OWNER TO CURRENT_USER;
            ALTER DATABASE {shutOut.Role} SET search_path = 'nowhere';
            GRANT CONNECT ON DATABASE {shutOut.Role} TO PUBLIC
            """);
        await docker.Runtime.EnsureVolumeAsync(terminated.Workload, WorkloadSpecs.LabelsOf(terminated.Id.Value), CancellationToken.None);
        await odoo.Host.ExecuteAsync($"CREATE ROLE {terminated.Role}");
        await odoo.Host.ExecuteAsync($"CREATE DATABASE {terminated.Role} OWNER {terminated.Role}");

        string[] damage =
        [
            $"instance {gone.Workload} container login_page",
            $"instance {changed.Workload} cpu_limit memory_limit pids_limit",
            $"instance {shutOut.Workload} role_login role_settings database_owner database_settings database_grants",
            $"volume {terminated.Workload}",
            $"database {terminated.Role}",
            $"role {terminated.Role}",
        ];
        var before = await StateAsync();
        (await Host.ReconcileAsync(dryRun: true)).Select(f => f.Text()).ShouldBe(damage, ignoreOrder: true);
        (await StateAsync()).ShouldBe(before);

        var repaired = await Host.ReconcileAsync(dryRun: false);
        repaired.Select(f => f.Text()).ShouldBe(damage, ignoreOrder: true);
        repaired.Select(f => f.Outcome).ShouldBe(
            [.. Enumerable.Repeat(FindingOutcome.Healing, 3), .. Enumerable.Repeat(FindingOutcome.Removed, 3)], ignoreOrder: true);
        await HealAsync(count: 3);

        (await Host.ReconcileAsync(dryRun: true)).ShouldBeEmpty();
        (await docker.HasVolumeAsync(terminated.Workload)).ShouldBeFalse();
        (await odoo.ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{terminated.Role}'")).ShouldBeEmpty();
        (await docker.InspectAsync(well.Workload))!.State!.Running.ShouldBeTrue();
    }

    [Fact]
    public async Task A_container_that_only_bears_the_label_is_seen_and_replaced()
    {
        await PrepareAsync();
        var instance = await NewAsync();
        var real = (await docker.InspectAsync(instance.Workload)).ShouldNotBeNull();
        await DockerCommand.RunAsync("rm", "--force", instance.Workload);
        string[] labels = [.. real.Config!.Labels.SelectMany(l => new[] { "--label", $"{l.Key}={l.Value}" })];
        await DockerCommand.RunAsync(
            ["run", "--detach", "--name", instance.Workload, "--network", docker.Network.Name, .. labels, "--memory", $"{real.HostConfig!.Memory}", "--cpus", "1",
                "--pids-limit", "512", DockerTest.Image]);
        await LookLaterAsync();

        var report = (await Host.SendAsync(new GetInstanceDrift(instance.Id))).Value;

        report.Lines.Where(l => l.Drifted != false).Select(l => l.Aspect).ShouldBe([DriftAspect.Mounts]);
        report.Steps.ShouldNotBeNull().ShouldContain(StepName.EnsureContainer);
        await Host.ReconcileAsync(dryRun: false);
        await HealAsync(count: 1);
        var healed = (await Host.SendAsync(new GetInstanceDrift(instance.Id))).Value;
        (healed.Lines.Count(l => l.Drifted != false), healed.Steps.ShouldNotBeNull().Count).ShouldBe((0, 0));
    }

    // Another test's platform would take them for what belongs to nobody.
    public override async Task DisposeAsync()
    {
        foreach (var id in made)
        {
            await docker.Runtime.RemoveAsync(InstanceAllocation.WorkloadOf(id), CancellationToken.None);
            await docker.Runtime.RemoveVolumeAsync(InstanceAllocation.VolumeOf(id, 0), CancellationToken.None);
            await odoo.Host.DropDatabaseAsync(InstanceAllocation.DatabaseOf(id, 0));
            await odoo.Host.ExecuteAsync($"DROP ROLE IF EXISTS {InstanceAllocation.RoleOf(id)}");
        }

        await base.DisposeAsync();
    }

    private protected override OperationHost Open() => new(
        Database,
        services =>
        {
            services.AddSingleton(docker.Runtime);
            services.AddSingleton<IOdooDatabases>(p => new PreparedTemplate(
                ActivatorUtilities.CreateInstance<OdooDatabases>(p), odoo.Template with { Volume = template }));
        },
        ("Provisioning:Image", DockerTest.Image));

    /// <summary>The server of the host's platform is the real one, and the template has files.</summary>
    private async Task PrepareAsync()
    {
        await Host.SettledAsync();
        var password = Host.Get<ISecretProtector>().Protect(odoo.Host.AdminPassword);
        await Host.InScopeAsync<AppDb>(db => db.DatabaseServers.ExecuteUpdateAsync(s => s
            .SetProperty(x => x.Host, odoo.Host.Host).SetProperty(x => x.Port, odoo.Host.Port)
            .SetProperty(x => x.AdminUsername, odoo.Host.AdminUsername).SetProperty(x => x.AdminPassword, password)));
        await docker.Runtime.EnsureVolumeAsync(template, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        await docker.ShellAsync($"mkdir -p {Files}/filestore/{odoo.Template.Database}", new VolumeMount(template, Files));
    }

    private async Task<(InstanceId Id, string Workload, string Role)> NewAsync()
    {
        var id = await Host.ProvisionAsync();
        made.Add(id);
        return (id, InstanceAllocation.WorkloadOf(id), InstanceAllocation.RoleOf(id));
    }

    // What has just been made is nobody's orphan. The engine has its own clock.
    private Task LookLaterAsync()
    {
        var grace = Host.Get<IOptions<ProvisioningOptions>>().Value.OrphanGrace;
        Host.AdjustTime(TimeProvider.System.GetUtcNow() + grace + TimeSpan.FromHours(1));
        return Host.SendCodesAsync();
    }

    private async Task HealAsync(int count)
    {
        for (var n = 0; n < count; n++)
            await Host.RunNextAsync();
        (await Host.ReadAsync(db => db.Operations.Where(o => o.Kind == OperationKind.Heal).Select(o => o.Status).ToListAsync()))
            .ShouldBe(Enumerable.Repeat(OperationStatus.Succeeded, count));
    }

    /// <summary>What a look must leave as it is.</summary>
    private async Task<string> StateAsync() => string.Join('\n',
    [
        .. await DockerCommand.LinesAsync("ps", "--all", "--filter", $"label=com.saasodoo.platform={docker.Platform}", "--format", "{{.ID}} {{.State}}"),
        .. await odoo.ReadAsync("postgres", "SELECT concat(rolname, rolcanlogin, rolconfig) FROM pg_roles ORDER BY 1"),
        .. await odoo.ReadAsync("postgres", "SELECT concat(datname, datdba, datacl) FROM pg_database ORDER BY 1"),
        $"{await Host.ReadAsync(db => db.Operations.CountAsync())}",
    ]);

    /// <summary>A server that no other test has databases on.</summary>
    public sealed class LoneOdoo : SmallOdoo
    {
        protected override Task<PostgresServer> StartAsync() => PostgresServer.AloneAsync();
    }
}
