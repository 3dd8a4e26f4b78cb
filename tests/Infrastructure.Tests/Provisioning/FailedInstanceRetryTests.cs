using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>An instance in error that should run is tried again, each time later, until somebody asks for something else.</summary>
public sealed class FailedInstanceRetryTests : OperationHostTest
{
    private static readonly TenantStanding Active = new(IsActive: true);

    [Fact]
    public async Task Failed_instance_is_tried_again_with_growing_pauses_until_it_runs()
    {
        var id = await FailedAsync();
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            var failed = await Host.InstanceAsync(id);
            (failed.Status, failed.ErrorCode, failed.RetryAt).ShouldBe((InstanceStatus.Error, "image_not_found", Host.Clock.Now + TimeSpan.FromMinutes(minutes)));
            Host.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await RetryAsync();
            (await ActiveAsync(id)).ShouldBe(0);

            Host.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAll(RetryAsync(), RetryAsync());
            (await ActiveAsync(id)).ShouldBe(1);
            await Host.RunNextAsync();
        }

        Host.Runtime.Recover();
        Host.Advance(TimeSpan.FromHours(1));
        await RetryAsync();
        await Host.RunNextAsync();

        var running = await Host.InstanceAsync(id);
        (running.Status, running.ErrorCode, running.RetryAt, running.Failures).ShouldBe((InstanceStatus.Running, null, null, 0));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("stopped")]
    public async Task Failed_instance_whose_container_is_down_comes_back(string how)
    {
        var id = await Host.ProvisionAsync();
        var workload = (await Host.InstanceAsync(id)).Allocation.Workload;
        await Host.ActAsync(id, (i, by) => i.Restart(Active, by, Host.Clock.Now).Value);
        Fail();
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);
        Host.Runtime.Recover();
        if (how == "removed")
            Host.Runtime.Workloads.Clear();
        else
            Host.Runtime.Change(workload, w => w with { State = ContainerStatus.Exited });

        Host.Advance(TimeSpan.FromMinutes(1));
        await RetryAsync();
        await Host.RunNextAsync();

        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        Host.Runtime.Workloads[workload].State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task Failed_instance_that_somebody_stopped_or_terminated_is_not_tried_again()
    {
        var (stopped, terminated) = (await FailedAsync(), await FailedAsync());
        Host.Runtime.Recover();
        await Host.ActAsync(stopped, (i, by) => i.Stop(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        await Host.SendAsync(new Application.Instances.TerminateInstance(terminated));
        await Host.RunNextAsync();

        Host.Advance(TimeSpan.FromHours(2));
        await RetryAsync();

        (await ActiveAsync(stopped)).ShouldBe(0);
        (await ActiveAsync(terminated)).ShouldBe(0);
        (await Host.InstanceAsync(stopped)).RetryAt.ShouldBeNull();
    }

    [Fact]
    public async Task Failed_instance_waits_while_its_tenant_is_not_active_or_has_not_paid()
    {
        var id = await FailedAsync();
        Host.Advance(TimeSpan.FromHours(2));

        await Host.ExecuteAsync("update tenants set status = 'suspended'");
        await RetryAsync();
        (await ActiveAsync(id)).ShouldBe(0);

        await Host.ExecuteAsync("update tenants set status = 'active'; update instances set billing_status = 'payment_required'");
        await RetryAsync();
        (await ActiveAsync(id)).ShouldBe(0);

        await Host.ExecuteAsync("update instances set billing_status = 'paid'");
        await RetryAsync();
        (await ActiveAsync(id)).ShouldBe(1);
    }

    [Fact]
    public async Task Corrected_settings_are_tried_at_once_and_heal()
    {
        var id = await Host.ProvisionAsync();
        await ChangeAsync(id, ("BAD", "1"));
        Host.Runtime.Fail("Start", new RefusedException("odoo_stopped", "Odoo stopped right after its start."));
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Error);

        Host.Runtime.Recover();
        (await ChangeAsync(id)).ShouldBeNull();
        Host.Advance(Instance.CorrectionPause);
        await RetryAsync();
        await Host.RunNextAsync();

        var healed = await Host.InstanceAsync(id);
        (healed.Status, healed.ErrorCode).ShouldBe((InstanceStatus.Running, null));
        Host.Runtime.Applied.Values.Single().Environment.Keys.ShouldNotContain("BAD");
    }

    private async Task<InstanceId> FailedAsync()
    {
        var (id, _) = await Host.OrderAsync();
        Fail();
        await Host.RunNextAsync();
        return id;
    }

    private void Fail() => Host.Runtime.Before = (verb, _) =>
        verb is "EnsureImage" or "Start" ? Task.FromException(new RefusedException("image_not_found", "No.")) : Task.CompletedTask;

    private Task RetryAsync() => Host.InScopeAsync<FailedInstanceRetry>(r => r.RetryDueAsync(CancellationToken.None));

    private Task<int> ActiveAsync(InstanceId id) => Host.ReadAsync(db => db.Operations.CountAsync(
        o => o.InstanceId == id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)));

    private Task<Operation?> ChangeAsync(InstanceId id, params (string Key, string Value)[] variables) => Host.InScopeAsync<AppDb, Operation?>(async db =>
    {
        var instance = await db.Instances.SingleAsync(i => i.Id == id);
        var input = new InstanceSettingsInput(
            instance.Name, null, InstanceType.Development, 1m, "1G", "10G", ["sale"], [], variables.ToDictionary(v => v.Key, string? (v) => v.Value), null);
        // Stands for the encrypted variables.
        var settings = InstanceSettings.Create(input).Value with { ProtectedVars = variables.Length == 0 ? null : JsonSerializer.Serialize(input.EnvironmentVars) };
        var update = instance.Change(settings, Requester.Platform, Host.Clock.Now).Value;
        if (update is not null)
            db.Add(update);
        await db.SaveChangesAsync();
        return update;
    });
}
