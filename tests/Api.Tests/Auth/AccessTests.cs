using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Auth;

/// <summary>
/// Every operation of the OpenAPI document, asked by everybody: without a session, by another customer, by each role of the tenant, by
/// keys with and without the scope, by an operator as such and for the owner.
/// </summary>
public sealed partial class AccessTests(People people) : IClassFixture<People>
{
    public static TheoryData<string> Operations => [.. AccessTable.Rules.Select(r => r.Operation)];

    [Fact]
    public void The_table_names_every_operation_of_the_document() =>
        All().Select(o => o.Id).Order(StringComparer.Ordinal).ShouldBe(AccessTable.Rules.Select(r => r.Operation).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_is_authorized_as_the_access_table_says(string operation)
    {
        var rule = AccessTable.Rules.Single(r => r.Operation == operation);
        var asked = All().Single(o => o.Id == operation);
        var fixture = await AccessFixture.SetAsync(people);
        var answers = new List<(string Who, string Expected, string Answer)>();
        foreach (var (who, client, customer, expected) in await CastAsync(rule))
        {
            // What is refused changes nothing, so that one fixture serves them all.
            if (expected == $"{rule.Success}" && asked.Method != "GET")
                fixture = await AccessFixture.SetAsync(people);
            answers.Add((who, expected, await AskAsync(asked, fixture, client, customer, customer)));
        }

        if (rule.OfOne)
            answers.Add(("stranger about the owner's", "404 not_found", await AskAsync(asked, fixture, people.Stranger.Http, people.Stranger, people.Owner)));

        answers.Count.ShouldBeGreaterThan(3);
        answers.Where(a => a.Answer != a.Expected).ShouldBeEmpty();
    }

    private async Task<List<(string Who, HttpClient Client, TestCustomer? Customer, string Expected)>> CastAsync(Rule rule)
    {
        var success = $"{rule.Success}";
        var cast = new List<(string, HttpClient, TestCustomer?, string)>();
        void Add(string who, TestCustomer customer, string expected) => cast.Add((who, customer.Http, customer, expected));

        cast.Add(("anonymous", people.Anonymous, null, rule.Reach is Reach.Public ? success : "401 unauthenticated"));
        if (rule.Spends)
        {
            foreach (var round in Enumerable.Range(1, 2))
                Add($"customer {round}", await TestCustomer.RegisterAsync(people.Api), success);
        }
        else
        {
            Add("stranger", people.Stranger, For(rule, role: null, success));
            Add("viewer", people.Viewer, For(rule, TenantRole.Viewer, success));
            Add("manager", people.Manager, For(rule, TenantRole.Manager, success));
            Add("operator", people.Admin, rule.Reach is Reach.Tenant ? For(rule, role: null, success) : success);
            // The last owner cannot leave.
            Add("owner", people.Owner, rule.Operation == "leave_tenant" ? "409 tenant.last_owner" : For(rule, TenantRole.Owner, success));
        }

        if (rule.Reach is Reach.Public)
            return cast;

        cast.Add(("key without the scope", rule.Scope is null ? await people.ProgramAsync([.. Domain.ApiKeys.Scopes.All]) : await people.ProgramWithoutAsync(rule.Scope),
            people.Owner, rule.Reach is Reach.Operators ? "403 forbidden" : rule.Scope is null ? "403 session_required" : "403 scope_required"));
        cast.Add(("operator for the owner", people.ImpersonatingOwner, people.Owner, rule.Scope is null ? "403 acting_for_not_allowed" : success));
        if (rule.Scope is { } scope)
            cast.Add(("key with the scope", await people.ProgramAsync(scope), people.Owner, success));
        return cast;
    }

    private static string For(Rule rule, TenantRole? role, string success) => rule.Reach switch
    {
        Reach.Operators => "403 forbidden",
        Reach.Tenant or Reach.TenantAndOperators when role is null => "404 not_found",
        Reach.Tenant or Reach.TenantAndOperators when role < rule.Role => "403 tenant.role_required",
        _ => success,
    };

    private async Task<string> AskAsync(Asked asked, AccessFixture fixture, HttpClient client, TestCustomer? customer, TestCustomer? whose)
    {
        if (asked.Id == "accept_invitation" && customer is not null && customer != people.Owner)
            await fixture.ExpectAsync(customer);

        var path = await AddressAsync(asked, fixture, whose);
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), path);
        if (asked.Example is { } example)
            request.Content = JsonContent.Create(fixture.Body(asked.Id, example, customer));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{(int)response.StatusCode}";

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var code = (string)problem["code"]!;
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound when code == "second_factor.not_found" => "404",
            HttpStatusCode.NotFound when code.EndsWith(".not_found", StringComparison.Ordinal) => "404 not_found",
            HttpStatusCode.ServiceUnavailable => "503",
            HttpStatusCode.UnprocessableEntity when code is "token.invalid" or "database_server.unfit" => "422",
            HttpStatusCode.Conflict when code != "tenant.last_owner" => "409",
            _ => $"{(int)response.StatusCode} {code}",
        };
    }

    private async Task<string> AddressAsync(Asked asked, AccessFixture fixture, TestCustomer? whose)
    {
        var address = "";
        var template = "";
        foreach (var segment in asked.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var filled = segment;
            if (Parameter().Match(segment) is { Success: true } match)
                filled = fixture.IdAt($"{template}/", match.Groups["name"].Value) ?? await OwnIdAsync(asked.Id, $"{template}/", whose);
            (address, template) = ($"{address}/{filled}", $"{template}/{segment}");
        }

        var query = asked.RequiredQuery.Select(q => $"{q}={Uri.EscapeDataString(fixture.Query(q))}").ToList();
        return query.Count == 0 ? address : $"{address}?{string.Join('&', query)}";
    }

    // Things that are a customer's own.
    private async Task<string> OwnIdAsync(string operation, string before, TestCustomer? customer)
    {
        AccessTable.Rules.Single(r => r.Operation == operation).OfOne.ShouldBeTrue();
        if (customer is null)
            return Guid.Empty.ToString();

        switch (before)
        {
            case "/api/v1/tenants/customer/":
                return customer.Id.ToString();
            case "/api/v1/auth/sessions/":
                using (var other = await customer.LogInAgainAsync(people.Api))
                    return await FirstAsync(other, "auth/sessions");
            case "/api/v1/api-keys/":
                await People.KeyAsync(customer, Domain.ApiKeys.Scopes.TenantsRead);
                return await FirstAsync(customer, "api-keys");
            default:
                throw new KeyNotFoundException($"Say in {nameof(AccessFixture)} what the id after {before} is.");
        }
    }

    private static async Task<string> FirstAsync(TestCustomer customer, string list)
    {
        using var listed = await customer.Http.GetAsync($"/api/v1/{list}");
        return (await listed.ShouldBeJsonAsync())["items"]![0]!["id"]!.GetValue<string>();
    }

    private List<Asked> All() =>
    [
        .. from path in people.Document["paths"]!.AsObject()
           where path.Key.StartsWith("/api/v1", StringComparison.Ordinal)
           from operation in path.Value!.AsObject()
           select new Asked(
               operation.Value!["operationId"]!.GetValue<string>(), operation.Key.ToUpperInvariant(), path.Key,
               operation.Value["requestBody"]?["content"]?["application/json"]?["example"]?.AsObject(),
               [.. (operation.Value["parameters"]?.AsArray() ?? [])
                   .Where(p => p!["in"]!.GetValue<string>() == "query" && p["required"]?.GetValue<bool>() == true)
                   .Select(p => p!["name"]!.GetValue<string>())]),
    ];

    private sealed record Asked(string Id, string Method, string Path, JsonObject? Example, string[] RequiredQuery);

    [GeneratedRegex("^{(?<name>[a-z_]+)}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
