using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Api.Tests.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

public sealed class AccountClosureTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string Me = "/api/v1/customers/me";

    [Fact]
    public async Task Deactivating_ends_sessions_keys_and_links_and_suspends_the_tenants()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var other = await customer.LogInAgainAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var program = await ProgramOfAsync(customer);
        using var asked = await api.PostAsync("auth/password-reset", new() { ["email"] = customer.Email });
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        using var closed = await customer.Http.PostAsync(new Uri($"{Me}/deactivate", UriKind.Relative), content: null);
        closed.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await CustomerApi.LetsInAsync(customer)).ShouldBeFalse();
        (await CustomerApi.LetsInAsync(other)).ShouldBeFalse();
        using var refused = await program.GetAsync("/api/v1/tenants");
        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var login = await api.LogInAsync(customer.Email, TestCustomer.Password);
        await login.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        using var reset = await api.PostAsync("auth/password-reset/complete", new()
        {
            ["token"] = api.Mails.TokenTo(customer.Email, MailTemplate.PasswordReset),
            ["new_password"] = "Better-Horse-8",
        });
        await reset.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "token.invalid", ["token"]);
        (await StatusOfAsync(tenant)).ShouldBe(TenantStatus.Suspended);
        api.Mails.TemplatesTo(customer.Email)[^1].ShouldBe(MailTemplate.AccountDeactivated);

        // Opened again by an operator, nothing old lets in.
        await using var db = api.Database.NewDb();
        var row = await db.Customers.SingleAsync(c => c.Id == new CustomerId(customer.Id));
        row.Activate(api.Clock.Now).IsFailure.ShouldBeFalse();
        await db.SaveChangesAsync();
        (await CustomerApi.LetsInAsync(customer)).ShouldBeFalse();
        using var stillRefused = await program.GetAsync("/api/v1/tenants");
        await stillRefused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        using var again = await api.LogInAsync(customer.Email, TestCustomer.Password);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_tenant_with_another_owner_goes_on()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var partner = await TestCustomer.RegisterAsync(api);
        var shared = await customer.OpenTenantAsync("Shared");
        await AdmitAsync(shared, partner, TenantRole.Owner);

        using var closed = await customer.Http.PostAsync(new Uri($"{Me}/deactivate", UriKind.Relative), content: null);
        closed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StatusOfAsync(shared)).ShouldBe(TenantStatus.Active);
        using var last = await partner.Http.PostAsync(new Uri($"{Me}/deactivate", UriKind.Relative), content: null);
        last.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await StatusOfAsync(shared)).ShouldBe(TenantStatus.Suspended);
    }

    [Fact]
    public async Task Deleting_is_refused_with_the_count_while_instances_live()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        await customer.OrderInstanceAsync(tenant, "one");
        await customer.OrderInstanceAsync(tenant, "two");

        using var refused = await DeleteAsync(customer, TestCustomer.Password);
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.has_live_instances", details: ["live_instances"]);
        problem["live_instances"]!.GetValue<int>().ShouldBe(2);
        (await CustomerApi.LetsInAsync(customer)).ShouldBeTrue();
        (await StatusOfAsync(tenant)).ShouldBe(TenantStatus.Active);
    }

    [Fact]
    public async Task Deleting_erases_the_person_frees_the_address_and_keeps_what_the_law_wants()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var put = await customer.Http.PutAsJsonAsync(Me, new JsonObject
        {
            ["first_name"] = "Rumbidzai",
            ["last_name"] = "Chikwanha",
            ["phone"] = "+263771234567",
            ["company"] = "Chikwanha Ltd",
            ["avatar_url"] = "https://images.example.com/r.png",
        });
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        var tenant = await customer.OpenTenantOnTrialAsync();
        using var program = await ProgramOfAsync(customer);
        using var partner = await TestCustomer.RegisterAsync(api);
        await InviteAsync(partner, await partner.OpenTenantAsync("Partners"), customer.Email);
        await InviteAsync(customer, tenant, "friend@example.com");

        using var deleted = await DeleteAsync(customer, TestCustomer.Password);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await CustomerApi.LetsInAsync(customer)).ShouldBeFalse();
        using var refused = await program.GetAsync("/api/v1/tenants");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusOfAsync(tenant)).ShouldBe(TenantStatus.Terminated);
        await using var db = api.Database.NewDb();
        var id = new CustomerId(customer.Id);
        (await db.Customers.Where(c => c.Id == id).Select(c => c.Status).SingleAsync()).ShouldBe(CustomerStatus.Deleted);
        (await db.Subscriptions.Where(s => s.CustomerId == id).Select(s => s.Status).SingleAsync()).ShouldBe(SubscriptionStatus.Cancelled);
        (await db.Trials.CountAsync(t => t.CustomerId == id)).ShouldBe(1);
        (await db.Sessions.CountAsync(s => s.CustomerId == id) + await db.ApiKeys.CountAsync(k => k.CustomerId == id)
            + await db.OneTimeTokens.CountAsync(t => t.CustomerId == id) + await db.KnownDevices.CountAsync(d => d.CustomerId == id)
            + await db.Mails.CountAsync(m => m.CustomerId == id)).ShouldBe(0);
        var row = await db.Database.SqlQuery<string>($"select c::text as \"Value\" from customers c where id = {customer.Id}").SingleAsync();
        foreach (var trace in new[] { customer.Email, "Rumbidzai", "Chikwanha", "263771234567", "images.example.com" })
            row.ShouldNotContain(trace);
        api.Mails.To(customer.Email)[^1].Template.ShouldBe(MailTemplate.AccountDeleted);
        (await TablesThatNameAsync(customer.Email)).ShouldBe(["mails"], "the farewell is still to be sent, and forgets the address then");
        (await db.Mails.Where(m => m.Recipient == Email.Stored(customer.Email)).Select(m => m.Template).SingleAsync()).ShouldBe(MailTemplate.AccountDeleted);
        (await db.Invitations.CountAsync(i => i.InvitedBy == id && i.ClosedAt == null)).ShouldBe(0);

        using var http = api.CreateClient();
        using var newcomer = await http.PostAsJsonAsync("/api/v1/auth/register", TestCustomer.Registration(customer.Email));
        (await newcomer.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>().ShouldNotBe(customer.Id);
    }

    [Fact]
    public async Task A_shared_tenant_is_left_to_the_other_owner_who_pays_from_now_on()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var partner = await TestCustomer.RegisterAsync(api);
        var shared = await customer.OpenTenantOnTrialAsync();
        await customer.OrderInstanceAsync(shared, "kept");
        await AdmitAsync(shared, partner, TenantRole.Owner);

        using var deleted = await DeleteAsync(customer, TestCustomer.Password);
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await StatusOfAsync(shared)).ShouldBe(TenantStatus.Active);
        await using var db = api.Database.NewDb();
        var tenant = await db.Tenants.Include(t => t.Members).SingleAsync(t => t.Id == new TenantId(shared));
        tenant.CustomerId.Value.ShouldBe(partner.Id);
        tenant.Members.Select(m => m.CustomerId.Value).ShouldBe([partner.Id]);
        (await db.Subscriptions.Where(s => s.TenantId == tenant.Id).Select(s => s.CustomerId).SingleAsync()).Value.ShouldBe(partner.Id);
    }

    [Fact]
    public async Task Deleting_needs_the_password_and_wrong_ones_count()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await DeleteAsync(customer, "Wrong-Horse-7");
            await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["password"]);
        }

        using var locked = await DeleteAsync(customer, TestCustomer.Password);
        await locked.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "password.incorrect", ["password"]);
        locked.Headers.RetryAfter.ShouldNotBeNull();
        (await CustomerApi.LetsInAsync(customer)).ShouldBeTrue();
    }

    [Fact]
    public async Task Deleting_asks_for_the_second_factor_as_well()
    {
        using var protectedOne = await ProtectedCustomer.MakeAsync(api);
        using var without = await DeleteAsync(protectedOne.Customer, TestCustomer.Password);
        await without.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "second_factor_required");
        using var deleted = await protectedOne.SendAsync(
            HttpMethod.Delete, Me, protectedOne.NextCode(), new() { ["password"] = TestCustomer.Password });
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<HttpResponseMessage> DeleteAsync(TestCustomer customer, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Me) { Content = JsonContent.Create(new JsonObject { ["password"] = password }) };
        return await customer.Http.SendAsync(request);
    }

    private async Task<HttpClient> ProgramOfAsync(TestCustomer customer)
    {
        using var made = await customer.Http.PostAsync("/api/v1/api-keys", new JsonObject { ["name"] = "k", ["scopes"] = new JsonArray("tenants:read") });
        var program = api.CreateClient();
        program.DefaultRequestHeaders.Authorization = new("Bearer", (await made.ShouldBeJsonAsync(HttpStatusCode.Created))["secret"]!.GetValue<string>());
        using var works = await program.GetAsync("/api/v1/tenants");
        works.StatusCode.ShouldBe(HttpStatusCode.OK);
        return program;
    }

    private async Task InviteAsync(TestCustomer owner, Guid tenant, string email)
    {
        await owner.VerifyAsync(api);
        using var invited = await owner.Http.PostAsync($"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = email, ["role"] = "viewer" });
        invited.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private async Task<List<string>> TablesThatNameAsync(string text)
    {
        await using var db = api.Database.NewDb();
        var lowered = text.ToLowerInvariant();
        return await db.Database.SqlQuery<string>($"""
            select tablename::text as "Value" from pg_tables where schemaname = 'public' and (xpath('/row/n/text()', query_to_xml(
                format('select count(*) as n from %I t where strpos(lower(t::text), %L) > 0', tablename, {lowered}::text), false, true, '')))[1]::text::int > 0
            """).ToListAsync();
    }

    private async Task AdmitAsync(Guid tenant, TestCustomer customer, TenantRole role)
    {
        await using var db = api.Database.NewDb();
        var team = await db.Tenants.Include(t => t.Members).SingleAsync(t => t.Id == new TenantId(tenant));
        team.Admit(new CustomerId(customer.Id), role, api.Clock.Now).IsFailure.ShouldBeFalse();
        await db.SaveChangesAsync();
    }

    private async Task<TenantStatus> StatusOfAsync(Guid tenant)
    {
        await using var db = api.Database.NewDb();
        return await db.Tenants.Where(t => t.Id == new TenantId(tenant)).Select(t => t.Status).SingleAsync();
    }
}
