using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Operators;

/// <summary>Operators see what was given up, and try it again.</summary>
public sealed class QueueTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/admin/queues";

    [Fact]
    public async Task Operators_see_queue_depths()
    {
        using var admin = await OperatorAsync();
        using var listed = await admin.Http.GetAsync(Path);

        var queues = (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(q => q!.AsObject()).ToList();

        queues.Select(q => q["queue"]!.GetValue<string>()).ShouldBe(["operations", "mails", "webhook_deliveries", "event_deliveries", "payments"]);
        queues.ShouldAllBe(q => q.Select(m => m.Key).SequenceEqual(new[] { "queue", "pending", "leased", "dead", "oldest_due" }));
        // There is no worker: the mail of the operator's registration waits.
        queues[1]["pending"]!.GetValue<long>().ShouldBeGreaterThan(0);
        queues[1]["oldest_due"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Dead_letter_mail_is_listed_and_replayed_once()
    {
        using var admin = await OperatorAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        var mail = await db.Mails.Where(m => m.Recipient == Email.Stored(customer.Email)).Select(m => m.Id).SingleAsync();
        await db.Mails.Where(m => m.Id == mail).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.Status, MailStatus.Dead).SetProperty(x => x.Attempts, 7).SetProperty(x => x.LastError, "550 unknown"));

        var dead = (await DeadAsync(admin, "mails")).Single(d => d["id"]!.GetValue<Guid>() == mail.Value);
        dead.Select(m => m.Key).ShouldBe(["id", "tenant_id", "what", "attempts", "last_error", "since"]);
        (dead["tenant_id"], dead["what"]!.GetValue<string>(), dead["attempts"]!.GetValue<int>(), dead["last_error"]!.GetValue<string>())
            .ShouldBe((null, "welcome_and_verify", 7, "550 unknown"));

        using var replayed = await ReplayAsync(admin, "mails", mail.Value);
        var answer = await replayed.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        (answer["queue"]!.GetValue<string>(), answer["id"]!.GetValue<Guid>()).ShouldBe(("mails", mail.Value));
        (await db.Mails.AsNoTracking().SingleAsync(m => m.Id == mail)).Status.ShouldBe(MailStatus.Queued);
        using var twice = await ReplayAsync(admin, "mails", mail.Value);
        await twice.ShouldBeProblemAsync(HttpStatusCode.Conflict, "queue.item_not_dead");
    }

    [Fact]
    public async Task Dead_letter_webhooks_are_paged_and_replayed_unless_their_endpoint_is_disabled()
    {
        using var admin = await OperatorAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantAsync();
        using var created = await customer.Http.PostAsJsonAsync(
            "/api/v1/webhook-endpoints", new { tenant_id = tenant, url = "https://example.com/hooks", event_types = new[] { "*" } });
        var endpoint = (await created.ShouldBeJsonAsync(HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        var ids = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            using var test = await customer.Http.PostAsync($"/api/v1/webhook-endpoints/{endpoint}/test", content: null);
            ids.Insert(0, (await test.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>());
        }

        await using var db = api.Database.NewDb();
        await db.WebhookDeliveries.Where(d => d.EndpointId == new WebhookEndpointId(endpoint)).ExecuteUpdateAsync(d => d
            .SetProperty(x => x.Status, WebhookDeliveryStatus.Dead).SetProperty(x => x.DeadReason, WebhookDeadReason.Exhausted)
            .SetProperty(x => x.FinishedAt, x => x.CreatedAt));

        using var first = await admin.Http.GetAsync($"{Path}/webhook_deliveries/dead?limit=2");
        var page = await first.ShouldBeJsonAsync();
        using var second = await admin.Http.GetAsync($"{Path}/webhook_deliveries/dead?limit=2&cursor={page["next_cursor"]}");
        var rest = await second.ShouldBeJsonAsync();
        var all = page["items"]!.AsArray().Concat(rest["items"]!.AsArray()).ToList();
        all.Select(d => d!["id"]!.GetValue<Guid>()).ShouldBe(ids);
        all.ShouldAllBe(d => d!["tenant_id"]!.GetValue<Guid>() == tenant && d["what"]!.GetValue<string>() == "webhook.test"
            && d["last_error"]!.GetValue<string>() == "exhausted");
        rest["next_cursor"].ShouldBeNull();

        using var replayed = await ReplayAsync(admin, "webhook_deliveries", ids[0]);
        await replayed.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        (await DeadAsync(admin, "webhook_deliveries")).Count.ShouldBe(2);
        await FillAsync(endpoint, WebhookEndpoint.MaxPending - 1);
        using var full = await ReplayAsync(admin, "webhook_deliveries", ids[1]);
        await full.ShouldBeProblemAsync(HttpStatusCode.Conflict, "webhook.too_many_pending");
        await db.WebhookDeliveries.Where(d => d.EventType == "filling").ExecuteDeleteAsync();
        await db.WebhookEndpoints.ExecuteUpdateAsync(e => e.SetProperty(x => x.Enabled, false));
        using var disabled = await ReplayAsync(admin, "webhook_deliveries", ids[1]);
        await disabled.ShouldBeProblemAsync(HttpStatusCode.Conflict, "webhook.endpoint_disabled");
    }

    [Theory]
    [InlineData("operations")]
    [InlineData("mails")]
    [InlineData("webhook_deliveries")]
    [InlineData("event_deliveries")]
    public async Task Unknown_dead_letter_is_not_found(string queue)
    {
        using var admin = await OperatorAsync();
        using var unknown = await ReplayAsync(admin, queue, Guid.CreateVersion7());
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "queue.item_not_found");
        (await DeadAsync(admin, queue)).ShouldAllBe(d => d["id"] != null);
    }

    [Fact]
    public async Task Unknown_queue_is_not_found()
    {
        using var admin = await OperatorAsync();
        using var unknown = await admin.Http.GetAsync($"{Path}/letters/dead");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Queues_are_forbidden_to_customers()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        foreach (var path in new[] { Path, $"{Path}/mails/dead" })
        {
            using var refused = await customer.Http.GetAsync(path);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }

        using var replay = await ReplayAsync(customer, "mails", Guid.CreateVersion7());
        await replay.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task FillAsync(Guid endpoint, int count)
    {
        await using var db = api.Database.NewDb();
        var owner = await db.WebhookEndpoints.SingleAsync(e => e.Id == new WebhookEndpointId(endpoint));
        db.AddRange(Enumerable.Range(0, count).Select(_ => WebhookDelivery.Queue(owner, Guid.CreateVersion7(), "filling", "{}", owner.CreatedAt)));
        await db.SaveChangesAsync();
    }

    private async Task<TestCustomer> OperatorAsync()
    {
        using var registered = await TestCustomer.RegisterAsync(api);
        await registered.MakeAdminAsync(api);
        return await registered.LogInAgainAsync(api);
    }

    private static Task<HttpResponseMessage> ReplayAsync(TestCustomer caller, string queue, Guid id) =>
        caller.Http.PostAsync($"{Path}/{queue}/dead/{id}/replay", content: null);

    private static async Task<List<JsonObject>> DeadAsync(TestCustomer admin, string queue)
    {
        using var listed = await admin.Http.GetAsync($"{Path}/{queue}/dead?limit=100");
        return [.. (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(d => d!.AsObject())];
    }
}
