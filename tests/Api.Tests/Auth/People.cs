using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Auth;

/// <summary>Everybody who may or may not be let in, and the API they ask. The owner's keys have each scope alone and all but each.</summary>
public sealed class People : IAsyncLifetime
{
    private readonly Dictionary<string, HttpClient> programs = new(StringComparer.Ordinal);

    public PlatformApi Api { get; } = new WithoutEngine();
    public HttpClient Anonymous { get; private set; } = null!;
    public TestCustomer Stranger { get; private set; } = null!;
    public TestCustomer Viewer { get; private set; } = null!;
    public TestCustomer Manager { get; private set; } = null!;
    public TestCustomer Owner { get; private set; } = null!;
    public TestCustomer Admin { get; private set; } = null!;

    /// <summary>In the tenant as a viewer, and otherwise somebody whom things are done to.</summary>
    public TestCustomer Colleague { get; private set; } = null!;

    /// <summary>The operator's session, acting for the owner.</summary>
    public HttpClient ImpersonatingOwner { get; private set; } = null!;
    public JsonObject Document { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Api.InitializeAsync();
        Anonymous = Api.CreateClient();
        Stranger = await TestCustomer.RegisterAsync(Api);
        Viewer = await TestCustomer.RegisterAsync(Api);
        Manager = await TestCustomer.RegisterAsync(Api);
        Owner = await TestCustomer.RegisterAsync(Api);
        Admin = await TestCustomer.RegisterAsync(Api);
        await Admin.MakeAdminAsync(Api);
        Colleague = await TestCustomer.RegisterAsync(Api);
        ImpersonatingOwner = Admin.ActingFor(Owner, Api);
        Document = (await Anonymous.GetFromJsonAsync<JsonObject>("/swagger/v1/swagger.json"))!;
    }

    /// <summary>A program of the owner's.</summary>
    public async Task<HttpClient> ProgramAsync(params string[] scopes)
    {
        var name = string.Join(' ', scopes);
        if (!programs.TryGetValue(name, out var program))
            programs[name] = program = ClientOf(await KeyAsync(Owner, scopes));
        return program;
    }

    public Task<HttpClient> ProgramWithoutAsync(string scope) => ProgramAsync([.. Scopes.All.Where(s => s != scope).Order(StringComparer.Ordinal)]);

    public HttpClient ClientOf(string token)
    {
        var client = Api.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    public static async Task<string> KeyAsync(TestCustomer customer, params string[] scopes)
    {
        using var created = await customer.Http.PostAsJsonAsync(
            "/api/v1/api-keys", new JsonObject { ["name"] = "Program", ["scopes"] = new JsonArray([.. scopes.Select(s => (JsonNode)s)]) });
        return (await created.ShouldBeJsonAsync(System.Net.HttpStatusCode.Created))["secret"]!.GetValue<string>();
    }

    public Task DisposeAsync() => ((IAsyncLifetime)Api).DisposeAsync();

    private sealed class WithoutEngine : PlatformApi
    {
        protected override void Configure(IDictionary<string, string> settings) => settings["Docker:Endpoint"] = "unix:///nowhere/docker.sock";
    }
}
