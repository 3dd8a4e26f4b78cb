using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Auth;

/// <summary>One of everything, of the owner's: what the ids in the addresses and bodies stand for.</summary>
internal sealed class AccessFixture
{
    private static int number;
    private readonly People people;
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    private AccessFixture(People people) => this.people = people;

    public Guid Tenant { get; private set; }

    /// <summary>Of everything that is the owner's.</summary>
    public IEnumerable<string> Ids => ids.Where(i => Guid.TryParse(i.Value, out _) && !i.Key.Contains("/admin/")).Select(i => i.Value);

    public static async Task<AccessFixture> SetAsync(People people)
    {
        var fixture = new AccessFixture(people);
        await fixture.BuildAsync();
        return fixture;
    }

    /// <summary>What stands for a parameter of an address, found by what goes before it; null when it is the asking customer's own thing.</summary>
    public string? IdAt(string addressBefore, string parameter) => ids.GetValueOrDefault($"{addressBefore}{{{parameter}}}");

    public string Query(string parameter) => ids.TryGetValue(parameter, out var value) ? value : throw new KeyNotFoundException($"Say in {nameof(AccessFixture)} what {parameter} is.");

    /// <summary>The example of the document, about this fixture and like no other.</summary>
    public JsonObject Body(string operation, JsonObject example, TestCustomer? asking)
    {
        var body = (JsonObject)example.DeepClone();
        var unique = Interlocked.Increment(ref number);
        if (body.ContainsKey("tenant_id"))
            body["tenant_id"] = Tenant;
        if (body.ContainsKey("subdomain"))
            body["subdomain"] = $"access-{unique}";
        switch (operation)
        {
            case "create_instance":
                (body["name"], body["database_name"]) = ($"access{unique}", $"access{unique}");
                break;
            case "register":
                body["email"] = TestCustomer.NewEmail();
                break;
            case "invite_member":
                body["email"] = TestCustomer.NewEmail();
                break;
            case "log_in":
                (body["email"], body["password"]) = (people.Owner.Email, TestCustomer.Password);
                break;
            case "act_on_instance":
                body["action"] = "terminate";
                break;
            case "accept_invitation" when asking is not null && ids.TryGetValue($"invitation of {asking.Email}", out var token):
                body["token"] = token;
                break;
        }

        return body;
    }

    /// <summary>Invites the customer, for their acceptance.</summary>
    public async Task ExpectAsync(TestCustomer guest)
    {
        await CreateAsync($"tenants/{Tenant}/invitations", new() { ["email"] = guest.Email, ["role"] = "viewer" });
        ids[$"invitation of {guest.Email}"] = await people.Api.TokenMailedAsync(guest.Email, MailTemplate.Invitation);
    }

    private async Task BuildAsync()
    {
        await ForgetAsync();
        Tenant = await people.Owner.OpenTenantAsync();
        await HireAsync();
        var subscription = await CreateAsync("subscriptions", new() { ["tenant_id"] = Tenant, ["plan"] = "basic", ["billing_period"] = "monthly", ["trial"] = false });
        await using (var db = people.Api.Database.NewDb())
            await db.Subscriptions.Where(s => s.TenantId == new TenantId(Tenant)).ExecuteUpdateAsync(s => s.SetProperty(x => x.Status, SubscriptionStatus.Active));
        var instance = await people.Owner.OrderInstanceAsync(Tenant, $"access{Interlocked.Increment(ref number)}");
        using var operations = await people.Owner.Http.GetAsync($"/api/v1/instances/{instance}/operations");
        var operation = (await operations.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["id"]!.GetValue<string>();
        var invitation = await CreateAsync($"tenants/{Tenant}/invitations", new() { ["email"] = TestCustomer.NewEmail(), ["role"] = "viewer" });
        var endpoint = await CreateAsync("webhook-endpoints", new() { ["tenant_id"] = Tenant, ["url"] = "https://example.com", ["event_types"] = new JsonArray("*") });
        using var test = await people.Owner.Http.PostAsync($"/api/v1/webhook-endpoints/{endpoint}/test", content: null);
        var delivery = (await test.ShouldBeJsonAsync(System.Net.HttpStatusCode.Accepted))["id"]!.GetValue<string>();

        ids["/api/v1/tenants/{id}"] = ids["tenant_id"] = $"{Tenant}";
        ids["/api/v1/tenants/{id}/members/{customer_id}"] = $"{people.Colleague.Id}";
        ids["/api/v1/tenants/{id}/invitations/{invitation_id}"] = invitation;
        ids["/api/v1/subscriptions/{id}"] = subscription;
        ids["/api/v1/instances/{id}"] = $"{instance}";
        ids["/api/v1/operations/{id}"] = operation;
        ids["/api/v1/webhook-endpoints/{id}"] = endpoint;
        ids["/api/v1/webhook-deliveries/{id}"] = delivery;
        ids["/api/v1/admin/customers/{id}"] = $"{people.Colleague.Id}";
        ids["/api/v1/admin/mail/{id}"] = ids["/api/v1/admin/queues/{queue}/dead/{id}"] = await MailAsync();
        ids["/api/v1/admin/queues/{queue}"] = "mails";
        ids["/api/v1/plans/{code}"] = "basic";
        ids["/api/v1/instances/check-subdomain/{subdomain}"] = "some-name";
    }

    // Of the scenes before: an account sends only so many invitations and opens only so many tenants in a day.
    private async Task ForgetAsync()
    {
        await using var db = people.Api.Database.NewDb();
        await db.Tenants.Where(t => t.CustomerId == new CustomerId(people.Owner.Id)).ExecuteUpdateAsync(
            t => t.SetProperty(x => x.Status, TenantStatus.Terminated).SetProperty(x => x.CreatedAt, x => x.CreatedAt.AddDays(-2)));
        await db.Invitations.Where(i => i.InvitedBy == new CustomerId(people.Owner.Id)).ExecuteDeleteAsync();
    }

    // Straight into the table: invitations have tests of their own.
    private async Task HireAsync()
    {
        await using var db = people.Api.Database.NewDb();
        var tenant = await db.Tenants.Include(t => t.Members).SingleAsync(t => t.Id == new TenantId(Tenant));
        foreach (var (person, role) in new[] { (people.Viewer, TenantRole.Viewer), (people.Colleague, TenantRole.Viewer), (people.Manager, TenantRole.Manager) })
            tenant.Admit(new(person.Id), role, DateTimeOffset.UnixEpoch).IsFailure.ShouldBeFalse();
        await db.SaveChangesAsync();
    }

    // Without a worker it stays in the queue.
    private async Task<string> MailAsync()
    {
        await using var db = people.Api.Database.NewDb();
        return $"{(await db.Mails.FirstAsync()).Id.Value}";
    }

    private async Task<string> CreateAsync(string path, JsonObject body)
    {
        using var created = await people.Owner.Http.PostAsJsonAsync($"/api/v1/{path}", body);
        return (await created.ShouldBeJsonAsync(System.Net.HttpStatusCode.Created))["id"]!.GetValue<string>();
    }
}
