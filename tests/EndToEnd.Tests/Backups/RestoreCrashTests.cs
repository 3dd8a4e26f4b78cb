using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.EndToEnd.Tests.Operations;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Backups;

/// <summary>The worker is killed in the middle of restores; the next one brings each to its end, with all of the old data or all of the new.</summary>
[Collection(EndToEnd.Name)]
public sealed class RestoreCrashTests(OdooPlatform platform) : IAsyncLifetime
{
    /// <summary>Steps that only restores and copies have. All calls of all of them are interrupted in <c>Infrastructure.Tests/Operations/RestoreTests</c>.</summary>
    public static readonly StepName[] Data =
        [StepName.LoadDatabase, StepName.LoadFiles, StepName.MakeCopy, StepName.SwitchData, StepName.SwitchBack, StepName.DiscardData];

    // Where the most is half made.
    private static readonly StepName[] Crashes = [StepName.LoadDatabase, StepName.LoadFiles, StepName.CreateBackup, StepName.SwitchData];
    private bool workerStopped;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        if (workerStopped)
            platform.StartWorker();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Restore_ends_with_the_data_of_the_backup_after_a_worker_crash()
    {
        using var customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync("professional");
        var restores = new List<(OdooInstance Instance, Guid Operation, StepName Step)>();
        var backups = new List<Guid>();
        var instances = await Task.WhenAll(Crashes.Select(_ => OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant))));
        foreach (var instance in instances)
        {
            await OdooData.WriteAsync(platform, instance, "Before Ltd");
            backups.Add(await instance.BackUpAsync());
            await OdooData.WriteAsync(platform, instance, "After Ltd");
        }

        using var crashing = await CrashingWorker.OfAsync(platform);
        workerStopped = true;
        await platform.StopWorkerAsync();
        foreach (var ((instance, backup), step) in instances.Zip(backups).Zip(Crashes))
        {
            restores.Add((instance, await instance.RestoreAsync(backup), step));
            await crashing.CrashAtAsync(step, "ran");
            await SqlAsync($"update operations set run_after = now() + interval '1 day' where id = '{restores[^1].Operation}'");
        }

        await SqlAsync("update operations set run_after = now() where status in ('queued', 'running')");
        platform.StartWorker();
        workerStopped = false;
        foreach (var (instance, operation, step) in restores)
        {
            await instance.SucceedAsync(operation);
            (await OdooData.ReadAsync(platform, instance)).ShouldBe(OdooData.Of("Before Ltd"), EnumText<StepName>.Of(step));
            (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
            (await platform.Postgres.ColumnAsync($"select datname from pg_database where datname like 'odoo%{instance.Database[^12..]}'"))
                .ShouldBe([await instance.CurrentDatabaseAsync()]);
            (await platform.Postgres.ColumnAsync($"select rolname from pg_roles where rolname like '{instance.Database}%'")).ShouldBe([instance.Database]);
        }
    }

    private Task SqlAsync(string sql) => platform.Database.Server.ExecuteAsync(sql, platform.DatabaseName);
}
