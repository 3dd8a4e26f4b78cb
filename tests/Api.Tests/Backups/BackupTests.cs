using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Backups;

public sealed class BackupTests(BackupApi api) : IClassFixture<BackupApi>
{
    [Fact]
    public async Task A_backup_is_queued_answered_with_its_operation_and_shown()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        using var ordered = await customer.Http.PostAsync($"/api/v1/instances/{instance}/backups", new JsonObject { ["note"] = " Before " });

        var operation = await ordered.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        var id = operation["backup_id"]!.GetValue<Guid>();
        ordered.Headers.Location.ShouldBe(new Uri($"/api/v1/operations/{operation["id"]}", UriKind.Relative));
        using var read = await customer.Http.GetAsync($"/api/v1/backups/{id}");
        var shown = await read.ShouldBeJsonAsync();
        shown.Remove("created_at").ShouldBeTrue();
        shown.ToJsonString().ShouldBe(
            $$"""{"id":"{{id}}","instance_id":"{{instance}}","tenant_id":"{{tenant}}","operation_id":"{{operation["id"]}}","kind":"manual","status":"queued","odoo_version":"19.0","note":"Before","size":0,"sha256":null,"manifest":null,"error_code":null,"error_message":null,"proof":"none","proof_at":null,"proof_error_code":null,"proof_error_message":null,"expires_at":null,"completed_at":null,"deleted_at":null}""");
        read.Headers.ETag.ShouldNotBeNull();
        using var followed = await customer.Http.GetAsync(ordered.Headers.Location);
        (await followed.ShouldBeJsonAsync())["backup_id"]!.GetValue<Guid>().ShouldBe(id);

        using var again = await customer.Http.PostAsync($"/api/v1/instances/{instance}/backups", new JsonObject());
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.busy", details: ["operation_id"]);
        using var underWay = await customer.Http.DeleteAsync($"/api/v1/backups/{id}");
        await underWay.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.under_way");
        using var early = await customer.Http.GetAsync($"/api/v1/backups/{id}/download");
        await early.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.not_completed");
    }

    [Fact]
    public async Task An_action_backs_up_without_a_body_as_well_and_a_long_note_is_refused()
    {
        var (customer, _, instance) = await api.RunAsync();
        using var refused = await customer.Http.PostAsync($"/api/v1/instances/{instance}/backups", new JsonObject { ["note"] = new string('x', 201) });
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["note"]);
        using var bare = await customer.Http.PostAsync(new Uri($"/api/v1/instances/{instance}/backups", UriKind.Relative), content: null);
        bare.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await api.FinishAsync(instance);
        using var acted = await customer.Http.PostAsync(
            $"/api/v1/instances/{instance}/actions", new JsonObject { ["action"] = "backup", ["parameters"] = new JsonObject { ["note"] = "By action" } });
        acted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var list = await customer.Http.GetAsync($"/api/v1/instances/{instance}/backups?limit=1");
        (await list.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["note"]!.GetValue<string>().ShouldBe("By action");
    }

    [Fact]
    public async Task The_quota_of_the_plan_refuses_another_backup()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        await api.KeepAsync(tenant, instance, size: 1L << 50);
        using var refused = await customer.Http.PostAsync($"/api/v1/instances/{instance}/backups", new JsonObject());
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.quota_reached", details: ["used_bytes", "quota_bytes"]);
        problem["used_bytes"]!.GetValue<long>().ShouldBe(1L << 50);
        await using var db = api.Database.NewDb();
        (await db.Backups.CountAsync(b => b.InstanceId == new InstanceId(instance))).ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_backup_leaves_the_list_and_is_found_by_its_status()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        var id = await api.KeepAsync(tenant, instance);
        using var read = await customer.Http.GetAsync($"/api/v1/backups/{id}");
        using var outdated = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/backups/{id}") { Headers = { { "If-Match", "\"1\"" } } };
        using var refused = await customer.Http.SendAsync(outdated);
        await refused.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var current = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/backups/{id}") { Headers = { { "If-Match", read.Headers.ETag!.ToString() } } };
        using var deleted = await customer.Http.SendAsync(current);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var list = await customer.Http.GetAsync($"/api/v1/instances/{instance}/backups");
        (await list.ShouldBeJsonAsync())["items"]!.AsArray().ShouldBeEmpty();
        using var gone = await customer.Http.GetAsync($"/api/v1/instances/{instance}/backups?status=deleted");
        (await gone.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["id"]!.GetValue<Guid>().ShouldBe(id);
        using var download = await customer.Http.GetAsync($"/api/v1/backups/{id}/download");
        await download.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.not_completed");
    }

    [Fact]
    public async Task A_backup_that_a_restore_reads_and_a_final_one_are_not_everybodys_to_delete()
    {
        var (owner, tenant, instance) = await api.RunAsync();
        var used = await api.KeepAsync(tenant, instance);
        using var restored = await owner.Http.PostAsync(new Uri($"/api/v1/backups/{used}/restore", UriKind.Relative), content: null);
        var operation = await restored.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        (operation["kind"]!.GetValue<string>(), operation["backup_id"]!.GetValue<Guid>()).ShouldBe(("restore", used));
        (await api.InstanceAsync(instance)).Status.ShouldBe(Domain.Instances.InstanceStatus.Maintenance);
        using var refused = await owner.Http.DeleteAsync($"/api/v1/backups/{used}");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.in_use");

        var last = await api.KeepAsync(tenant, instance, kind: BackupKind.Final);
        using var manager = await TestCustomer.RegisterAsync(api);
        await owner.TakeInAsync(api, tenant, manager, "manager");
        using var byManager = await manager.Http.DeleteAsync($"/api/v1/backups/{last}");
        await byManager.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tenant.role_required", details: ["required_role", "role"]);
        using var byOwner = await owner.Http.DeleteAsync($"/api/v1/backups/{last}");
        byOwner.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_instance_is_restored_from_its_own_backups_only()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        var other = await api.KeepAsync(tenant, await api.RunAnotherAsync(customer, tenant, "other"));
        using var refused = await ActAsync(other);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "backup.other_instance");
        using var unknown = await ActAsync(Guid.CreateVersion7());
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "backup.not_found");
        using var accepted = await ActAsync(await api.KeepAsync(tenant, instance));
        (await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["action"]!.GetValue<string>().ShouldBe("restore");

        Task<HttpResponseMessage> ActAsync(Guid backup) => customer.Http.PostAsJsonAsync(
            $"/api/v1/instances/{instance}/actions",
            new JsonObject { ["action"] = "restore", ["parameters"] = new JsonObject { ["backup_id"] = backup } });
    }

    [Fact]
    public async Task The_schedule_is_shown_switched_off_changed_and_taken_back()
    {
        var (customer, _, instance) = await api.RunAsync();
        var path = $"/api/v1/instances/{instance}/backup-schedule";
        using var none = await customer.Http.GetAsync(path);
        var shown = await none.ShouldBeJsonAsync();
        (shown["enabled"]!.GetValue<bool>(), shown["keep_daily"]!.GetValue<int>(), shown["next_run_at"]).ShouldBe((false, 7, null));

        using var changed = await customer.Http.PutAsJsonAsync(path, new JsonObject { ["enabled"] = true, ["cron"] = "30 2 * * *", ["keep_monthly"] = 6 });
        var schedule = await changed.ShouldBeJsonAsync();
        (schedule["cron"]!.GetValue<string>(), schedule["keep_weekly"]!.GetValue<int>(), schedule["keep_monthly"]!.GetValue<int>()).ShouldBe(("30 2 * * *", 4, 6));
        schedule["next_run_at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        using var read = await customer.Http.GetAsync(path);
        using var back = await customer.Http.PutAsJsonAsync(path, await read.ShouldBeJsonAsync());
        (await back.ShouldBeJsonAsync()).ToJsonString().ShouldBe(schedule.ToJsonString());

        using var often = await customer.Http.PutAsJsonAsync(path, new JsonObject { ["cron"] = "*/10 * * * *" });
        await often.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["cron"]);
        using var many = await customer.Http.PutAsJsonAsync(path, new JsonObject { ["keep_daily"] = 32, ["keep_weekly"] = -1 });
        await many.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["keep_daily", "keep_weekly"]);
    }
}
