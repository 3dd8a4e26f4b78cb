using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Operators;

public sealed class OperatorTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task An_operator_who_acts_for_a_customer_sees_and_does_what_they_would()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();

        using (var asOneself = await admin.Http.GetAsync($"/api/v1/tenants/{tenant}"))
            asOneself.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var seen = await SendAsync(admin, HttpMethod.Get, $"tenants/{tenant}", customer.Id.ToString()))
            seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var opened = await SendAsync(admin, HttpMethod.Post, "tenants", customer.Id.ToString(), new() { ["name"] = "For them" }))
            opened.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var listed = await customer.Http.GetAsync("/api/v1/tenants");
        (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(t => (string)t!["name"]!).ShouldBe(["For them", "Acme"]);
    }

    [Fact]
    public async Task Acting_for_a_customer_ends_at_what_concerns_the_account_itself()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "api-keys"), (HttpMethod.Get, "auth/sessions"), (HttpMethod.Get, "admin/customers") })
        {
            using var refused = await SendAsync(admin, method, path, customer.Id.ToString());
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "acting_for_not_allowed");
        }
    }

    [Fact]
    public async Task Only_operators_act_for_others_and_only_for_customers_that_exist()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        using (var refused = await SendAsync(customer, HttpMethod.Get, "tenants", admin.Id.ToString()))
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        using var deleted = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update customers set status = 'deleted' where id = {deleted.Id}");
        foreach (var nobody in new[] { Guid.Empty.ToString(), "nobody", "", deleted.Id.ToString() })
        {
            using var unknown = await SendAsync(admin, HttpMethod.Get, "tenants", nobody);
            await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "customer.not_found");
        }
    }

    [Fact]
    public async Task Accounts_are_found_by_address_and_status()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        using var found = await admin.Http.GetAsync($"/api/v1/admin/customers?email={Uri.EscapeDataString(customer.Email.ToUpperInvariant())}&status=active");
        var record = (await found.ShouldBeJsonAsync())["items"]!.AsArray().Single()!.AsObject();
        record["id"]!.GetValue<Guid>().ShouldBe(customer.Id);
        record.Select(m => m.Key).ShouldBe([
            "id", "email", "first_name", "last_name", "company", "country", "roles", "status", "email_verified_at", "locked_until",
            "last_login_at", "created_at",
        ]);
    }

    [Fact]
    public async Task The_role_is_given_and_taken_and_nobody_takes_it_from_themselves()
    {
        using var admin = await AdminAsync();
        using var other = await TestCustomer.RegisterAsync(api);
        using (var before = await other.Http.GetAsync("/api/v1/admin/customers"))
            before.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using (var given = await RolesAsync(admin, other.Id, isAdmin: true))
            (await given.ShouldBeJsonAsync())["roles"]!.ToJsonString().ShouldBe("""["customer","admin"]""");
        using (var after = await other.Http.GetAsync("/api/v1/admin/customers"))
            after.StatusCode.ShouldBe(HttpStatusCode.OK);

        // The role alone lets nobody change anything.
        using (var unprotected = await RolesAsync(other, admin.Id, isAdmin: false))
            await unprotected.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_not_set_up");
        using (var reading = await SendAsync(other, HttpMethod.Get, "tenants", admin.Id.ToString()))
            await reading.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_not_set_up");
        await other.MakeAdminAsync(api);

        using (var own = await RolesAsync(other, other.Id, isAdmin: false))
            await own.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.own_role");
        using (var taken = await RolesAsync(admin, other.Id, isAdmin: false))
            taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await other.Http.GetAsync("/api/v1/admin/customers");
        again.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_closed_account_lets_nobody_in_until_an_operator_opens_it_again()
    {
        using var admin = await AdminAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using (var closed = await admin.Http.PostAsync($"/api/v1/admin/customers/{customer.Id}/deactivate", null))
            (await closed.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("deactivated");
        using (var dead = await customer.Http.GetAsync("/api/v1/auth/me"))
            dead.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using (var suspended = await SendAsync(admin, HttpMethod.Get, $"tenants/{tenant}", customer.Id.ToString()))
            (await suspended.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("suspended");
        using (var again = await admin.Http.PostAsync($"/api/v1/admin/customers/{customer.Id}/deactivate", null))
            again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.MailsAsync(customer.Email, Domain.Mail.MailTemplate.AccountDeactivated)).Count.ShouldBe(1);

        using (var opened = await admin.Http.PostAsync($"/api/v1/admin/customers/{customer.Id}/activate", null))
            (await opened.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("active");
        using (var still = await customer.Http.GetAsync("/api/v1/auth/me"))
            still.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var back = await customer.LogInAgainAsync(api);
        using var activated = await back.Http.PostAsync($"/api/v1/tenants/{tenant}/activate", null);
        activated.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Operators_do_not_close_their_own_account_by_mistake()
    {
        using var admin = await AdminAsync();
        using var refused = await admin.Http.PostAsync($"/api/v1/admin/customers/{admin.Id}/deactivate", null);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.own_account");
    }

    private async Task<TestCustomer> AdminAsync()
    {
        var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        return admin;
    }

    private static Task<HttpResponseMessage> RolesAsync(TestCustomer by, Guid customer, bool isAdmin) =>
        by.Http.PutAsJsonAsync($"/api/v1/admin/customers/{customer}/roles", new JsonObject { ["admin"] = isAdmin });

    private static async Task<HttpResponseMessage> SendAsync(TestCustomer by, HttpMethod method, string path, string actingFor, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        request.Headers.TryAddWithoutValidation("X-Acting-For", actingFor);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        return await by.Http.SendAsync(request);
    }
}
