using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Members;

public sealed class MemberTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Creator_of_a_tenant_becomes_its_owner()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        (await MembersAsync(owner, tenant)).ShouldBe([$"{owner.Email} owner"]);
    }

    [Fact]
    public async Task An_invitation_that_is_accepted_makes_a_member_and_tells_the_owners()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var invited = await InviteAsync(owner, tenant, guest.Email, "manager");
        var invitation = await invited.ShouldBeJsonAsync(HttpStatusCode.Created);
        invitation["email"]!.GetValue<string>().ShouldBe(guest.Email);
        invitation["role"]!.GetValue<string>().ShouldBe("manager");
        invitation.AsObject().ContainsKey("token").ShouldBeFalse();

        using var early = await guest.Http.GetAsync($"/api/v1/tenants/{tenant}");
        early.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var accepted = await AcceptAsync(guest, await api.TokenMailedAsync(guest.Email, MailTemplate.Invitation));
        (await accepted.ShouldBeJsonAsync()).ToJsonString().ShouldBe(
            $$"""{"tenant_id":"{{tenant}}","tenant_name":"Acme","role":"manager"}""");

        (await MembersAsync(guest, tenant)).ShouldBe([$"{owner.Email} owner", $"{guest.Email} manager"]);
        (await api.MailsAsync(owner.Email, MailTemplate.MemberJoined)).Single()["role"]!.GetValue<string>().ShouldBe("manager");
        using var open = await owner.Http.GetAsync($"/api/v1/tenants/{tenant}/invitations");
        (await open.ShouldBeJsonAsync())["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Invalid_or_expired_invitation_token_is_refused()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        using var other = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        async Task<string> InvitedAsync()
        {
            await LetTimePassAsync(tenant);
            using var invited = await InviteAsync(owner, tenant, guest.Email, "viewer");
            invited.StatusCode.ShouldBe(HttpStatusCode.Created);
            return await api.TokenMailedAsync(guest.Email, MailTemplate.Invitation);
        }

        var replaced = await InvitedAsync();
        var withdrawn = await InvitedAsync();
        using var open = await owner.Http.GetAsync($"/api/v1/tenants/{tenant}/invitations");
        var waiting = (await open.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["id"]!.GetValue<Guid>();
        using (var gone = await owner.Http.DeleteAsync($"/api/v1/tenants/{tenant}/invitations/{waiting}"))
            gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var expired = await InvitedAsync();
        await using (var db = api.Database.NewDb())
            await db.Invitations.Where(i => i.ClosedAt == null && i.TenantId == new TenantId(tenant))
                .ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, DateTimeOffset.UnixEpoch));
        var live = await InvitedAsync();

        foreach (var token in new[] { replaced, withdrawn, expired, "invented", new string('x', 43) })
        {
            using var refused = await AcceptAsync(guest, token);
            await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invitation.invalid", ["token"]);
        }

        using (var foreign = await AcceptAsync(other, live))
            await foreign.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invitation.invalid", ["token"]);
        using (var first = await AcceptAsync(guest, live))
            first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var again = await AcceptAsync(guest, live);
        await again.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invitation.invalid", ["token"]);
    }

    [Fact]
    public async Task Concurrent_leave_of_two_owners_keeps_one()
    {
        for (var round = 0; round < 10; round++)
        {
            using var first = await TestCustomer.RegisterAsync(api);
            using var second = await TestCustomer.RegisterAsync(api);
            var tenant = await first.OpenTenantOnTrialAsync();
            await first.TakeInAsync(api, tenant, second, "owner");

            var left = await Task.WhenAll(
                first.Http.PostAsync($"/api/v1/tenants/{tenant}/leave", null), second.Http.PostAsync($"/api/v1/tenants/{tenant}/leave", null));
            left.Select(l => (int)l.StatusCode).Order().ShouldBe([204, 409]);

            await using var db = api.Database.NewDb();
            var id = new TenantId(tenant);
            var stayed = await db.TenantMembers.Where(m => m.TenantId == id).Select(m => m.CustomerId).SingleAsync();
            (await db.Tenants.SingleAsync(t => t.Id == id)).CustomerId.ShouldBe(stayed);
            (await db.Subscriptions.SingleAsync(s => s.TenantId == id)).CustomerId.ShouldBe(stayed);
        }
    }

    [Fact]
    public async Task The_last_owner_can_neither_leave_nor_give_the_role_away()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var left = await owner.Http.PostAsync($"/api/v1/tenants/{tenant}/leave", null);
        await left.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.last_owner");
        using var lowered = await ChangeRoleAsync(owner, tenant, owner.Id, "viewer");
        await lowered.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.last_owner");
    }

    [Fact]
    public async Task A_member_who_is_removed_finds_nothing_any_more_and_is_told()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantOnTrialAsync();
        await owner.TakeInAsync(api, tenant, guest, "manager");
        var instance = await guest.OrderInstanceAsync(tenant, "shop");

        using (var removed = await owner.Http.DeleteAsync($"/api/v1/tenants/{tenant}/members/{guest.Id}"))
            removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var path in new[] { $"tenants/{tenant}", $"tenants/{tenant}/members", $"instances/{instance}" })
        {
            using var hidden = await guest.Http.GetAsync($"/api/v1/{path}");
            hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        (await api.MailsAsync(guest.Email, MailTemplate.MemberRemoved)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_role_is_changed_only_when_it_is_still_what_was_read()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        using var guest = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        await owner.TakeInAsync(api, tenant, guest, "viewer");
        using var read = await owner.Http.GetAsync($"/api/v1/tenants/{tenant}/members/{guest.Id}");
        var tag = read.Headers.ETag!.ToString();

        using (var changed = await ChangeRoleAsync(owner, tenant, guest.Id, "manager", tag))
            (await changed.ShouldBeJsonAsync())["role"]!.GetValue<string>().ShouldBe("manager");
        using var outdated = await ChangeRoleAsync(owner, tenant, guest.Id, "owner", tag);
        await outdated.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Strangers_mailboxes_are_not_filled()
    {
        using var owner = await TestCustomer.RegisterUnverifiedAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using (var unverified = await owner.Http.PostAsJsonAsync(
            $"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = TestCustomer.NewEmail(), ["role"] = "viewer" }))
            await unverified.ShouldBeProblemAsync(HttpStatusCode.Conflict, "customer.email_unverified");

        var stranger = TestCustomer.NewEmail();
        using (var first = await InviteAsync(owner, tenant, stranger, "viewer"))
            first.StatusCode.ShouldBe(HttpStatusCode.Created);
        using (var again = await InviteAsync(owner, tenant, stranger, "viewer"))
            await again.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "invitation.recent");
        (await api.MailsAsync(stranger, MailTemplate.Invitation)).Count.ShouldBe(1);

        await using var db = api.Database.NewDb();
        for (var sent = 1; sent < Domain.Members.Invitation.MaxPerDay; sent++)
        {
            // Those that are withdrawn were sent all the same, and leave room in the team.
            await db.Invitations.Where(i => i.TenantId == new TenantId(tenant) && i.ClosedAt == null)
                .ExecuteUpdateAsync(i => i.SetProperty(x => x.ClosedAt, x => x.CreatedAt));
            using var invited = await InviteAsync(owner, tenant, TestCustomer.NewEmail(), "viewer");
            invited.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        using var tooMany = await InviteAsync(owner, await owner.OpenTenantAsync(), TestCustomer.NewEmail(), "viewer");
        await tooMany.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "invitation.too_many_sent");
    }

    [Fact]
    public async Task An_owner_whose_account_is_closed_does_not_count()
    {
        using var first = await TestCustomer.RegisterAsync(api);
        using var second = await TestCustomer.RegisterAsync(api);
        var tenant = await first.OpenTenantAsync();
        await first.TakeInAsync(api, tenant, second, "owner");
        using (var closed = await first.Http.PostAsync("/api/v1/customers/me/deactivate", null))
            closed.IsSuccessStatusCode.ShouldBeTrue();

        using (var left = await second.Http.PostAsync($"/api/v1/tenants/{tenant}/leave", null))
            await left.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.last_owner");
        using var lowered = await ChangeRoleAsync(second, tenant, second.Id, "viewer");
        await lowered.ShouldBeProblemAsync(HttpStatusCode.Conflict, "tenant.last_owner");
        (await MembersAsync(second, tenant)).ShouldContain($"{second.Email} owner");
    }

    [Fact]
    public async Task Existing_member_cannot_be_invited_again()
    {
        using var owner = await TestCustomer.RegisterAsync(api);
        var tenant = await owner.OpenTenantAsync();
        using var invited = await InviteAsync(owner, tenant, owner.Email.ToUpperInvariant(), "viewer");
        await invited.ShouldBeProblemAsync(HttpStatusCode.Conflict, "member.exists");
    }

    private async Task<HttpResponseMessage> InviteAsync(TestCustomer by, Guid tenant, string email, string role)
    {
        await by.VerifyAsync(api);
        return await by.Http.PostAsJsonAsync($"/api/v1/tenants/{tenant}/invitations", new JsonObject { ["email"] = email, ["role"] = role });
    }

    // As if those sent so far had been sent an hour ago.
    private async Task LetTimePassAsync(Guid tenant)
    {
        await using var db = api.Database.NewDb();
        await db.Invitations.Where(i => i.TenantId == new TenantId(tenant))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.CreatedAt, i => i.CreatedAt.AddHours(-1)));
    }

    private static Task<HttpResponseMessage> AcceptAsync(TestCustomer by, string token) =>
        by.Http.PostAsJsonAsync("/api/v1/invitations/accept", new JsonObject { ["token"] = token });

    private static async Task<HttpResponseMessage> ChangeRoleAsync(TestCustomer by, Guid tenant, Guid member, string role, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/tenants/{tenant}/members/{member}")
        {
            Content = JsonContent.Create(new JsonObject { ["role"] = role }),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await by.Http.SendAsync(request);
    }

    private static async Task<string[]> MembersAsync(TestCustomer by, Guid tenant)
    {
        using var listed = await by.Http.GetAsync($"/api/v1/tenants/{tenant}/members");
        return [.. (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(m => $"{m!["email"]} {m["role"]}")];
    }
}
