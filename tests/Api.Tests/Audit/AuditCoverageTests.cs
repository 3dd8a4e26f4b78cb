using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Audit;

/// <summary>Holds for commands and endpoints that are added later as well.</summary>
public sealed class AuditCoverageTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public void Every_command_goes_through_the_audit_inside_its_transaction()
    {
        using var scope = api.Services.CreateScope();
        var commands = typeof(ICommandBase).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ICommandBase)) && !t.IsInterface).ToList();
        commands.Count.ShouldBeGreaterThan(15);
        commands.ShouldAllBe(c => BehavioursOf(scope.ServiceProvider, c).SequenceEqual(ExpectedFor(c)));
        commands.Count(c => c.IsAssignableTo(typeof(INeedsSecondFactor))).ShouldBeGreaterThan(5);
    }

    // What is long runs before the transaction; what the second factor counts stands outside the handler's savepoint.
    private static string[] ExpectedFor(Type command) =>
    [
        "LoggingBehavior`2", "ValidationBehavior`2", "PreparationBehavior`2", "TransactionBehavior`2", "AuditBehavior`2",
        .. command.IsAssignableTo(typeof(INeedsSecondFactor)) ? ["SecondFactorBehavior`2"] : Array.Empty<string>(),
        "SavepointBehavior`2",
    ];

    [Fact]
    public async Task Every_endpoint_that_changes_something_leaves_exactly_one_entry()
    {
        var changing = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .Where(e => !MethodOf(e).Equals("GET", StringComparison.Ordinal))
            // A question with a body, which changes nothing.
            .Where(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName != "preview_subscription_change")
            // The gateway's own: what is not signed by it leaves nothing at all (PaynowEndpointTests).
            .Where(e => !e.RoutePattern.RawText!.StartsWith("/api/v1/webhooks/paynow/", StringComparison.Ordinal))
            .ToList();
        changing.Count.ShouldBeGreaterThan(20);
        var wrong = new List<string>();
        foreach (var endpoint in changing)
        {
            using var caller = await AuditRows.OperatorAsync(api);
            var trace = Guid.CreateVersion7().ToString("N");
            using var request = new HttpRequestMessage(new(MethodOf(endpoint)), PathOf(endpoint)) { Content = Example(endpoint) is { } body ? JsonContent.Create(body) : null };
            request.Headers.Add("X-Request-Id", trace);
            using var response = await caller.Http.SendAsync(request);
            var entries = await api.AuditOfAsync(trace);
            if (entries.Count != 1)
                wrong.Add($"{MethodOf(endpoint)} {endpoint.RoutePattern.RawText}: {entries.Count} entries, {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Audit_entries_contain_no_secret_of_any_request_or_answer()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var again = await customer.LogInAgainAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        using var made = await customer.Http.PostAsJsonAsync("/api/v1/api-keys", new JsonObject { ["name"] = "ci-name", ["scopes"] = new JsonArray("tenants:read") });
        var key = (await made.ShouldBeJsonAsync(System.Net.HttpStatusCode.Created)).ToJsonString();
        using var ordered = await customer.Http.PostKeyedAsync("/api/v1/instances", new JsonObject
        {
            ["tenant_id"] = tenant,
            ["name"] = "shop-name",
            ["odoo_version"] = "19.0",
            ["admin_email"] = customer.Email,
            ["database_name"] = "shop",
            ["admin_password"] = "Instance-Secret-9",
            ["environment_vars"] = new JsonObject { ["SMTP_TOKEN"] = "variable-secret" },
        }, KeyedRequests.NewKey());
        var instance = (await ordered.ShouldBeJsonAsync(System.Net.HttpStatusCode.Created))["id"]!.GetValue<Guid>();
        using var credentials = await customer.Http.PostAsync(new Uri($"/api/v1/instances/{instance}/credentials", UriKind.Relative), content: null);

        await using var db = api.Database.NewDb();
        var id = customer.Id;
        var rows = await db.Database.SqlQuery<string>($"select to_jsonb(e)::text as \"Value\" from audit_entries e where customer_id = {id}").ToListAsync();
        rows.Count.ShouldBe(8);
        string[] secrets =
        [
            TestCustomer.Password, customer.Token, again.Token, customer.Email, "Instance-Secret-9", "variable-secret", "SMTP_TOKEN", "shop-name", "ci-name",
            .. key.Split('"').Where(part => part.StartsWith("sodoo_", StringComparison.Ordinal)),
        ];
        secrets.Length.ShouldBeGreaterThan(10);
        rows.ShouldAllBe(row => !secrets.Any(row.Contains));
    }

    private static IEnumerable<string> BehavioursOf(IServiceProvider services, Type command)
    {
        var response = command.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)).GetGenericArguments()[0];
        return services.GetServices(typeof(IPipelineBehavior<,>).MakeGenericType(command, response)).Select(b => b!.GetType().Name);
    }

    private static string MethodOf(RouteEndpoint endpoint) => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single();

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => s.Parts.Single() switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart { Name: "queue" } => "mails",
        _ => Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString(),
    }));

    private JsonNode? Example(RouteEndpoint endpoint)
    {
        var options = api.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return endpoint.Metadata.OfType<ExampleBody>().SingleOrDefault(e => e.Status is null) is { } example
            ? JsonSerializer.SerializeToNode(example.Body, example.Body.GetType(), options)
            : null;
    }
}
