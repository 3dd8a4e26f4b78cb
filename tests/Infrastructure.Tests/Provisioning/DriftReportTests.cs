using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>What is wanted and what is there, side by side. Against a real engine and server it is in <see cref="RealReconcileTests"/>.</summary>
public sealed class DriftReportTests : OperationHostTest
{
    [Fact]
    public async Task An_instance_that_is_well_differs_in_nothing()
    {
        var report = await ReportAsync(await Host.ProvisionAsync());

        (report.Container, report.Database, report.OperationId, report.Refusal).ShouldBe((PartStatus.Observed, PartStatus.Observed, null, null));
        report.Lines.Count.ShouldBeGreaterThan(15);
        report.Lines.ShouldAllBe(l => l.Drifted == false);
        report.Steps.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_changed_is_told_with_the_steps_that_mend_it_and_nothing_is_done()
    {
        var id = await Host.ProvisionAsync();
        var (workload, role) = (InstanceAllocation.WorkloadOf(id), InstanceAllocation.RoleOf(id));
        Host.Runtime.Change(workload, w => w with { Cpus = 0.5m, PidsLimit = 7, OnNetwork = false });
        Host.Runtime.ShutOut[role] = true;
        Host.Runtime.Calls.Clear();

        var report = await ReportAsync(id);

        report.Lines.Where(l => l.Drifted == true).ShouldBe(
        [
            new(DriftAspect.CpuLimit, "1", "0.5", Drifted: true), new(DriftAspect.PidsLimit, "512", "7", Drifted: true),
            new(DriftAspect.Network, "connected", "disconnected", Drifted: true), new(DriftAspect.RoleLogin, "yes", "no", Drifted: true),
        ]);
        report.Steps.ShouldNotBeNull().ShouldBe([StepName.EnsureRole, StepName.EnsureNetwork, StepName.EnsureContainer, StepName.WaitUntilReady]);
        Host.Runtime.Calls.ShouldBe(["Observe", "VolumeExists", "Answers", "ObserveDatabase"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_variable_with_another_value_is_named_and_no_value_is_told()
    {
        var id = await Host.ProvisionAsync();
        var workload = InstanceAllocation.WorkloadOf(id);
        await Host.ExecuteAsync("""update instances set environment_vars = '{"API_KEY": "wanted-secret"}', environment_names = '["API_KEY"]'""");
        Host.Runtime.Change(workload, w => w with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["API_KEY"] = "another-secret" } });

        var report = await ReportAsync(id);

        report.Lines.Single(l => l.Aspect == DriftAspect.Environment).ShouldBe(new(DriftAspect.Environment, "API_KEY", "API_KEY (another value)", Drifted: true));
        JsonSerializer.Serialize(report).ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_does_not_answer_is_unknown_and_the_rest_is_told()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Before = (verb, _) => verb == "Observe" ? throw new DependencyUnavailableException("The container engine") : Task.CompletedTask;

        var report = await ReportAsync(id);

        (report.Container, report.Database, report.Steps).ShouldBe((PartStatus.Unknown, PartStatus.Observed, null));
        report.Lines.Single(l => l.Aspect == DriftAspect.Container).ShouldBe(new(DriftAspect.Container, "running", Observed: null, Drifted: null));
        report.Lines.Single(l => l.Aspect == DriftAspect.RoleLogin).Drifted.ShouldBe(false);
    }

    [Fact]
    public async Task Of_a_stopped_instance_only_that_it_is_stopped_is_kept_up()
    {
        var id = await Host.ProvisionAsync();
        await Host.ActAsync(id, (i, by) => i.Stop(new(IsActive: true), by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        (await ReportAsync(id)).Lines.ShouldAllBe(l => l.Drifted == false);

        Host.Runtime.Change(InstanceAllocation.WorkloadOf(id), w => w with { State = ContainerStatus.Running });

        var report = await ReportAsync(id);
        report.Lines.Where(l => l.Drifted != false).ShouldBe([new(DriftAspect.Container, "stopped", "running", Drifted: true)]);
        report.Steps.ShouldNotBeNull().ShouldBe([StepName.StopContainer]);
    }

    private async Task<DriftReportDto> ReportAsync(InstanceId id) => (await Host.SendAsync(new GetInstanceDrift(id))).Value;
}
