using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Backups;

/// <summary>Copies from backups, and terminated instances that live again.</summary>
public sealed class NewLifeTests(BackupApi api) : IClassFixture<BackupApi>
{
    [Fact]
    public async Task A_copy_is_a_new_instance_neutralised_unless_told_otherwise()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        var backup = await api.KeepAsync(tenant, instance);
        using var ordered = await CloneAsync(customer, backup, new() { ["name"] = "Copy", ["database_name"] = $"copy_{tenant:N}"[..20], ["storage_limit"] = "12G" });

        var copy = await ordered.ShouldBeJsonAsync(HttpStatusCode.Created);
        var id = copy["id"]!.GetValue<Guid>();
        ordered.Headers.Location.ShouldBe(new Uri($"/api/v1/instances/{id}", UriKind.Relative));
        (copy["status"]!.GetValue<string>(), copy["source_backup_id"]!.GetValue<Guid>(), copy["neutralised"]!.GetValue<bool>(), copy["storage_limit"]!.GetValue<string>())
            .ShouldBe(("creating", backup, true, "12G"));
        await using var db = api.Database.NewDb();
        var operation = await db.Operations.SingleAsync(o => o.InstanceId == new InstanceId(id));
        (operation.Kind, operation.BackupId).ShouldBe((OperationKind.Clone, new BackupId(backup)));
        using var inUse = await customer.Http.DeleteAsync($"/api/v1/backups/{backup}");
        await inUse.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.in_use");

        await api.FinishAsync(id);
        using var credentials = await customer.Http.PostAsync(new Uri($"/api/v1/instances/{id}/credentials", UriKind.Relative), content: null);
        await credentials.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.credentials_of_backup");
        using var live = await CloneAsync(customer, backup, new() { ["name"] = "Live", ["database_name"] = $"live_{tenant:N}"[..20], ["neutralise"] = false });
        (await live.ShouldBeJsonAsync(HttpStatusCode.Created))["neutralised"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_copy_is_admitted_like_any_new_instance()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        var backup = await api.KeepAsync(tenant, instance);
        using var tooLarge = await CloneAsync(customer, backup, new() { ["name"] = "a", ["database_name"] = "a", ["subdomain"] = "aaa-copy", ["cpu_limit"] = 8 });
        (await tooLarge.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "instance.limit_above_plan", ["cpu_limit"])).ShouldNotBeNull();
        using var taken = await CloneAsync(
            customer, backup, new() { ["name"] = (await api.InstanceAsync(instance)).Name, ["database_name"] = "b", ["subdomain"] = $"b{tenant:N}"[..20] });
        await taken.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.name_taken");

        using var stranger = await TestCustomer.RegisterAsync(api);
        var foreign = await stranger.OpenTenantOnTrialAsync();
        using var toForeign = await CloneAsync(customer, backup, new() { ["name"] = "c", ["database_name"] = "ccc", ["tenant_id"] = foreign });
        await toForeign.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");
        using var ofForeign = await CloneAsync(stranger, backup, new() { ["name"] = "c", ["database_name"] = "ccc" });
        await ofForeign.ShouldBeProblemAsync(HttpStatusCode.NotFound, "backup.not_found");
    }

    [Fact]
    public async Task A_terminated_instance_lives_again_from_its_final_backup_with_new_secrets()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        using var early = await ReactivateAsync(customer, instance);
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.action_not_allowed", details: ["current_status", "allowed_actions"]);
        await TerminateAsync(customer, instance);
        using var without = await ReactivateAsync(customer, instance);
        await without.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.no_final_backup");
        await using var db = api.Database.NewDb();
        var old = await db.InstanceSecrets.AsNoTracking().SingleAsync(s => s.InstanceId == new InstanceId(instance));

        var last = await api.KeepAsync(tenant, instance, kind: BackupKind.Final);
        using var accepted = await ReactivateAsync(customer, instance);

        (await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["action"]!.GetValue<string>().ShouldBe("reactivate");
        var again = await api.InstanceAsync(instance);
        (again.Status, again.Source, again.SourceBackupId, again.TerminatedAt, again.Allocation.Generation)
            .ShouldBe((InstanceStatus.Creating, DataSource.Archive, new BackupId(last), null, 1));
        var secrets = await db.InstanceSecrets.AsNoTracking().SingleAsync(s => s.InstanceId == new InstanceId(instance));
        (secrets.DatabasePassword == old.DatabasePassword, secrets.AdminPassword).ShouldBe((false, null));
    }

    [Fact]
    public async Task Nobody_lives_again_from_an_older_termination_or_under_a_name_that_is_taken()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        var name = (await api.InstanceAsync(instance)).Name;
        await api.KeepAsync(tenant, instance, kind: BackupKind.Final);
        var newest = await api.KeepAsync(tenant, instance, kind: BackupKind.Final);
        await TerminateAsync(customer, instance);
        using var other = await customer.TryOrderInstanceAsync(tenant, name);
        other.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var taken = await ReactivateAsync(customer, instance);
        (await taken.Content.ReadAsStringAsync()).ShouldContain("_taken");
        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        using var deleted = await customer.Http.DeleteAsync($"/api/v1/backups/{newest}");
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var stale = await ReactivateAsync(customer, instance);
        await stale.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.no_final_backup");
    }

    private static Task<HttpResponseMessage> CloneAsync(TestCustomer customer, Guid backup, JsonObject body) =>
        customer.Http.PostAsJsonAsync($"/api/v1/backups/{backup}/clone", body);

    private static Task<HttpResponseMessage> ReactivateAsync(TestCustomer customer, Guid instance) =>
        customer.Http.PostAsJsonAsync($"/api/v1/instances/{instance}/actions", new JsonObject { ["action"] = "reactivate" });

    private async Task TerminateAsync(TestCustomer customer, Guid instance)
    {
        using var terminated = await customer.Http.DeleteAsync($"/api/v1/instances/{instance}");
        terminated.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await api.FinishAsync(instance);
    }
}
