using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Audit;

public sealed class AuditQueryTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private static readonly string[] Members =
    [
        "id", "at", "action", "outcome", "code", "actor", "actor_id", "api_key_id", "customer_id", "tenant_id", "targets", "ip_address", "user_agent",
        "trace_id",
    ];

    [Fact]
    public async Task Customer_reads_audit_entries_of_the_own_account_and_owned_tenants_only()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var manager = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        await JoinAsync(tenant, manager);
        using var suspended = await manager.Http.PostAsync($"/api/v1/tenants/{tenant}/suspend", content: null);

        var own = await ActionsAsync(owner, "/api/v1/audit");
        own.Select(e => (string?)e["action"]).ShouldBe(["suspend_tenant", "create_tenant", "log_in", "register_customer"]);
        own.ShouldAllBe(e => e.Select(m => m.Key).SequenceEqual(Members));
        (own[0]["actor_id"]!.GetValue<Guid>(), (string?)own[0]["ip_address"], (string?)own[1]["ip_address"]).ShouldBe((manager.Id, null, "127.0.0.1"));

        (await ActionsAsync(owner, $"/api/v1/audit?tenant_id={tenant}")).Select(e => (string?)e["action"]).ShouldBe(["suspend_tenant", "create_tenant"]);
        (await ActionsAsync(manager, "/api/v1/audit")).Select(e => (string?)e["action"]).ShouldBe(["suspend_tenant", "log_in", "register_customer"]);
        (await ActionsAsync(stranger, "/api/v1/audit")).Select(e => (string?)e["action"]).ShouldBe(["log_in", "register_customer"]);

        using var lower = await manager.Http.GetAsync($"/api/v1/audit?tenant_id={tenant}");
        lower.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var foreign = await stranger.Http.GetAsync($"/api/v1/audit?tenant_id={tenant}");
        await foreign.ShouldBeProblemAsync(HttpStatusCode.NotFound, "tenant.not_found");
    }

    [Fact]
    public async Task Owner_sees_accepted_invitations_in_the_audit_and_no_refused_ones()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        await owner.VerifyAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        using var stranger = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var invited = await owner.Http.PostAsJsonAsync(
            $"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = guest.Email, ["role"] = "viewer" });
        var token = await api.TokenMailedAsync(guest.Email, MailTemplate.Invitation);
        using var refused = await stranger.Http.PostAsJsonAsync("/api/v1/invitations/accept", new JsonObject { ["token"] = token });
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var accepted = await guest.Http.PostAsJsonAsync("/api/v1/invitations/accept", new JsonObject { ["token"] = token });
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);

        var entries = await ActionsAsync(owner, $"/api/v1/audit?tenant_id={tenant}");

        entries.Select(e => (string?)e["action"]).ShouldBe(["accept_invitation", "invite_member", "create_tenant"]);
        (entries[0]["actor_id"]!.GetValue<Guid>(), (string?)entries[0]["outcome"]).ShouldBe((guest.Id, "succeeded"));
    }

    [Fact]
    public async Task Audit_pages_have_no_gap_and_no_duplicate()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        for (var i = 0; i < 5; i++)
            await customer.OpenTenantAsync();

        var ids = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await customer.Http.GetFromJsonAsync<JsonObject>($"/api/v1/audit?limit=3{cursor}"))!;
            ids.AddRange(page["items"]!.AsArray().Select(e => e!["id"]!.GetValue<Guid>()));
            cursor = (string?)page["next_cursor"] is { } next ? $"&cursor={next}" : null;
        }

        ids.Count.ShouldBe(7);
        ids.Distinct().Count().ShouldBe(7);
        ids.ShouldBe(ids.OrderByDescending(i => i.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Operators_filter_the_whole_audit_and_customers_may_not_read_it()
    {
        using var admin = await AuditRows.OperatorAsync(api);
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();

        var all = await ActionsAsync(admin, $"/api/v1/admin/audit?customer_id={customer.Id}");
        all.Select(e => (string?)e["action"]).ShouldBe(["create_tenant", "log_in", "register_customer"]);
        all.ShouldAllBe(e => e.Select(m => m.Key).SequenceEqual(new[] { "chain", "position", "hash" }.Concat(Members)));
        (await ActionsAsync(admin, $"/api/v1/admin/audit?tenant_id={tenant}")).Count.ShouldBe(1);
        (await ActionsAsync(admin, $"/api/v1/admin/audit?customer_id={customer.Id}&action=log_in")).Count.ShouldBe(1);

        using var refused = await customer.Http.GetAsync("/api/v1/admin/audit");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var unverified = await customer.Http.GetAsync("/api/v1/admin/audit/verification");
        await unverified.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task JoinAsync(Guid tenant, TestCustomer customer)
    {
        await using var db = api.Database.NewDb();
        var joined = await db.Tenants.Include(t => t.Members).SingleAsync(t => t.Id == new TenantId(tenant));
        joined.Admit(new(customer.Id), TenantRole.Manager, DateTimeOffset.UnixEpoch).IsFailure.ShouldBeFalse();
        await db.SaveChangesAsync();
    }

    private static async Task<List<JsonObject>> ActionsAsync(TestCustomer reader, string path) =>
        [.. (await reader.Http.GetFromJsonAsync<JsonObject>(path))!["items"]!.AsArray().Select(e => e!.AsObject())];
}
