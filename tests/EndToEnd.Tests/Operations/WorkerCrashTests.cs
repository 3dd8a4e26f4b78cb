using System.Text.Json.Nodes;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Operations;

/// <summary>The worker is killed after every single step; each time the next worker brings the instance to where it belongs.</summary>
[Collection(EndToEnd.Name)]
public sealed class WorkerCrashTests(OdooPlatform platform) : IAsyncLifetime
{
    private const int InstancesOfACustomer = 10;
    private readonly List<(TestCustomer Customer, Guid Tenant)> customers = [];
    private int ordered;
    private bool workerStopped;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        if (workerStopped)
            StartWorker();
        foreach (var (customer, _) in customers)
            customer.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("ran")]
    [InlineData("recorded")]
    public async Task Instance_converges_after_a_worker_crash_at_any_step_of_provisioning_or_termination(string when)
    {
        var (up, down) = await StepsAsync();
        using var crashing = await CrashingWorker.OfAsync(platform);
        await StopWorkerAsync();

        var instances = new List<OdooInstance>();
        foreach (var step in up)
        {
            instances.Add(await OrderAsync());
            await crashing.CrashAtAsync(step, when);
            await ShowsCrashAsync(instances[^1], instances[^1].Provisioning, step, when);
        }

        await ReleaseAsync();
        StartWorker();
        foreach (var (instance, step) in instances.Zip(up))
            await RunsOnceAsync(instance, step);

        await StopWorkerAsync();
        var terminations = new List<Guid>();
        foreach (var (instance, step) in instances.Zip(down))
        {
            terminations.Add(await TerminateAsync(instance));
            await crashing.CrashAtAsync(step, when);
            await ShowsCrashAsync(instance, terminations[^1], step, when);
        }

        foreach (var instance in instances.Skip(down.Count))
            terminations.Add(await TerminateAsync(instance));
        await ReleaseAsync();
        StartWorker();
        foreach (var (instance, termination) in instances.Zip(terminations))
            await IsGoneAsync(instance, termination);
    }

    /// <summary>
    /// What a whole provisioning and a whole termination record: together every step there is, so that a new one is not forgotten. Those of
    /// restores are <see cref="Backups.RestoreCrashTests"/>'.
    /// </summary>
    private async Task<(List<StepName> Up, List<StepName> Down)> StepsAsync()
    {
        var model = await OrderAsync();
        var up = Steps(await model.SucceedAsync(model.Provisioning));
        var down = Steps(await model.SucceedAsync(await TerminateAsync(model)));
        up.Concat(down).Concat(Backups.RestoreCrashTests.Data).ShouldBe(Enum.GetValues<StepName>(), ignoreOrder: true);
        return (up, down);
    }

    private static List<StepName> Steps(JsonObject operation) =>
        [.. operation["steps"]!.AsArray().Select(s => EnumText<StepName>.Parse(s!.Text("name")))];

    // Others may have run beside the step. Then out of the way, so that the next crashing worker does not take this one's work as well.
    private async Task ShowsCrashAsync(OdooInstance instance, Guid operation, StepName step, string when)
    {
        var seen = await instance.OperationAsync(operation);
        seen.Text("status").ShouldBe("running", seen.ToJsonString());
        seen["steps"]!.AsArray().Single(s => s!.Text("name") == EnumText<StepName>.Of(step))!.Text("status")
            .ShouldBe(when == "ran" ? "running" : "succeeded", seen.ToJsonString());
        await SqlAsync($"update operations set run_after = now() + interval '1 day' where id = '{operation}'");
    }

    private Task ReleaseAsync() => SqlAsync("update operations set run_after = now() where status in ('queued', 'running')");

    private async Task RunsOnceAsync(OdooInstance instance, StepName step)
    {
        await instance.SucceedAsync(instance.Provisioning);
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.OneOfEach(instance), $"after a crash at {step}");
        var url = await instance.UrlAsync();
        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeTrue($"after a crash at {step}");
        var login = await instance.CredentialsAsync();
        (await OdooRpc.AuthenticateAsync(url, instance.Database, login)).ShouldNotBeNull($"after a crash at {step}");
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("admin", "admin"))).ShouldBeNull($"after a crash at {step}");
    }

    private async Task IsGoneAsync(OdooInstance instance, Guid termination)
    {
        await instance.SucceedAsync(termination);
        (await instance.StatusAsync()).ShouldBe("terminated");
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.None);
    }

    private async Task<OdooInstance> OrderAsync()
    {
        if (ordered++ % InstancesOfACustomer == 0)
        {
            var customer = await TestCustomer.RegisterAsync(platform);
            customers.Add((customer, await customer.OpenTenantOnTrialAsync("professional")));
        }

        return await OdooInstance.OrderAsync(customers[^1].Customer, OdooInstance.Body(customers[^1].Tenant));
    }

    private static async Task<Guid> TerminateAsync(OdooInstance instance)
    {
        using var accepted = await instance.Owner.Http.DeleteAsync(instance.Path);
        return (await accepted.ShouldBeJsonAsync(System.Net.HttpStatusCode.Accepted))["id"]!.GetValue<Guid>();
    }

    private async Task StopWorkerAsync()
    {
        workerStopped = true;
        await platform.StopWorkerAsync();
    }

    private void StartWorker()
    {
        platform.StartWorker();
        workerStopped = false;
    }

    private Task SqlAsync(string sql) => platform.Database.Server.ExecuteAsync(sql, platform.DatabaseName);
}
