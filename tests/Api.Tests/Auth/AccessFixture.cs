using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.TestKit.Builders;
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
    public IEnumerable<string> Ids => ids.Where(i => Guid.TryParse(i.Value, out _) && !i.Key.Contains("/admin/") && i.Key != "unbound customer").Select(i => i.Value);

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
            case "create_instance" or "clone_backup":
                (body["name"], body["database_name"]) = ($"access{unique}", $"access{unique}");
                break;
            case "create_plan_version":
                (body["code"], body["replaces_version"]) = ($"access{unique}", 0);
                break;
            case "create_database_server":
                (body["host"], body["port"], body["tenant_id"]) = ("127.0.0.1", 1, null);
                break;
            case "create_test_clock":
                body["customer_ids"] = new JsonArray(ids["unbound customer"]);
                break;
            case "advance_test_clock":
                body["to"] = TimeProvider.System.GetUtcNow().AddDays(1);
                break;
            case "create_exchange_rate":
                body["valid_from"] = TimeProvider.System.GetUtcNow().AddDays(unique);
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
        await BePaidAsync();
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
        (ids["/api/v1/invoices/{id}"], ids["/api/v1/payments/{id}"]) = await InvoiceAsync();
        ids["/api/v1/admin/invoices/{id}"] = ids["/api/v1/invoices/{id}"];
        ids["/api/v1/admin/payments/{id}"] = ids["/api/v1/payments/{id}"];
        ids["/api/v1/webhooks/paynow/{currency}"] = "USD";
        ids["/api/v1/instances/{id}"] = $"{instance}";
        ids["/api/v1/backups/{id}"] = await BackUpAsync(instance);
        ids["/api/v1/operations/{id}"] = operation;
        ids["/api/v1/webhook-endpoints/{id}"] = endpoint;
        ids["/api/v1/webhook-deliveries/{id}"] = delivery;
        ids["/api/v1/admin/customers/{id}"] = $"{people.Colleague.Id}";
        ids["/api/v1/admin/mail/{id}"] = ids["/api/v1/admin/queues/{queue}/dead/{id}"] = await MailAsync();
        ids["/api/v1/admin/queues/{queue}"] = "mails";
        ids["/api/v1/plans/{code}"] = "basic";
        ids["/api/v1/admin/plans/{code}"] = await PlanAsync();
        ids["/api/v1/admin/test-clocks/{id}"] = await TestClockAsync();
        ids["/api/v1/admin/database-servers/{id}"] = await DatabaseServerAsync();
        ids["/api/v1/admin/reconcile/{id}"] = await ReconcileRunAsync();
        ids["unbound customer"] = await UnboundAsync();
        ids["/api/v1/instances/check-subdomain/{subdomain}"] = "some-name";
    }

    // Straight into the table: no worker makes one.
    private async Task<string> BackUpAsync(Guid instance)
    {
        var now = TimeProvider.System.GetUtcNow();
        var backup = BackupBuilder.Completed(new InstanceId(instance), new TenantId(Tenant), now);
        await using var db = people.Api.Database.NewDb();
        db.Add(backup);
        await db.SaveChangesAsync();
        return backup.Id.Value.ToString();
    }

    // One that has ended: another may begin. Begun ones of other operations' tests end with it.
    private async Task<string> ReconcileRunAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = people.Api.Database.NewDb();
        await db.ReconcileRuns.ExecuteDeleteAsync();
        var run = ReconcileRun.Ask(dryRun: true, new CustomerId(people.Owner.Id), now);
        run.Complete(now);
        db.Add(run);
        await db.SaveChangesAsync();
        return run.Id.Value.ToString();
    }

    // Straight into the table: payments have tests of their own.
    private async Task BePaidAsync()
    {
        DateTimeOffset? start = TimeProvider.System.GetUtcNow(), end = start.Value.AddDays(30);
        await using var db = people.Api.Database.NewDb();
        await db.Subscriptions.Where(s => s.TenantId == new TenantId(Tenant)).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Status, SubscriptionStatus.Active).SetProperty(x => x.Anchor, start)
                .SetProperty(x => x.CurrentPeriodStart, start).SetProperty(x => x.CurrentPeriodEnd, end));
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

    // An open invoice, and an attempt to pay it that waits for a worker.
    private async Task<(string Invoice, string Payment)> InvoiceAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        var invoice = new OpenInvoice(new(people.Owner.Id), new(Tenant)) { Number = 900_000 + Interlocked.Increment(ref number) }.Build(now);
        var payment = Payment.Attempt(invoice, number: 1, PaymentMethod.Ecocash, "+263771111111", returnUrl: null, now).Value;
        await using var db = people.Api.Database.NewDb();
        db.AddRange(invoice, payment);
        await db.SaveChangesAsync();
        return ($"{invoice.Id.Value}", $"{payment.Id.Value}");
    }

    // Without a worker it stays in the queue.
    private async Task<string> MailAsync()
    {
        await using var db = people.Api.Database.NewDb();
        return $"{(await db.Mails.FirstAsync()).Id.Value}";
    }

    private async Task<string> DatabaseServerAsync()
    {
        var settings = new DatabaseServerSettings(
            $"access {Interlocked.Increment(ref number)}", "127.0.0.1", 1, "127.0.0.1", 1, "postgres", people.Api.Services.GetRequiredService<ISecretProtector>().Protect("x"), 10);
        var server = DatabaseServer.Register(settings, TimeProvider.System.GetUtcNow());
        await using var db = people.Api.Database.NewDb();
        db.Add(server);
        await db.SaveChangesAsync();
        return $"{server.Id.Value}";
    }

    private async Task<string> TestClockAsync()
    {
        var testClock = TestClock.Start("Access", time: null, TimeProvider.System.GetUtcNow()).Value;
        await using var db = people.Api.Database.NewDb();
        db.Add(testClock);
        await db.SaveChangesAsync();
        return $"{testClock.Id.Value}";
    }

    // Straight into the table: a registration costs a password's hash.
    private async Task<string> UnboundAsync()
    {
        var customer = new CustomerBuilder { Email = TestCustomer.NewEmail() }.Build(TimeProvider.System.GetUtcNow());
        await using var db = people.Api.Database.NewDb();
        db.Add(customer);
        await db.SaveChangesAsync();
        return $"{customer.Id.Value}";
    }

    // One of its own: it is withdrawn.
    private async Task<string> PlanAsync()
    {
        var terms = PlanTerms.Create(
            "Access", 1, 1, 1m, "1G", "1G", DatabaseKind.Shared, 0, [PlanPriceTerms.Create(BillingPeriod.Monthly, "USD", 1m).Value]).Value;
        var plan = Plan.Offer($"access{Interlocked.Increment(ref number)}", 1, terms, TimeProvider.System.GetUtcNow()).Value;
        await using var db = people.Api.Database.NewDb();
        db.Add(plan);
        await db.SaveChangesAsync();
        return plan.Code;
    }

    private async Task<string> CreateAsync(string path, JsonObject body)
    {
        using var created = await people.Owner.Http.PostAsJsonAsync($"/api/v1/{path}", body);
        return (await created.ShouldBeJsonAsync(System.Net.HttpStatusCode.Created))["id"]!.GetValue<string>();
    }
}
