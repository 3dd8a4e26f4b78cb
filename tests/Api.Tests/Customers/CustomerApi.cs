using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

/// <summary>The API with a clock that the test moves and mails that it can read.</summary>
public sealed class CustomerApi : PlatformApi
{
    public TestClock Clock { get; } = new();

    public MailFolderReader Mails { get; } = new();

    /// <summary>Without a session.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, JsonObject body)
    {
        using var http = CreateClient();
        return await http.PostAsync($"/api/v1/{path}", (object)body);
    }

    public Task<HttpResponseMessage> LogInAsync(string email, string password, string? code = null)
    {
        var body = new JsonObject { ["email"] = email, ["password"] = password };
        if (code is not null)
            body["code"] = code;
        return PostAsync("auth/login", body);
    }

    /// <summary>Whether the session still lets in.</summary>
    public static async Task<bool> LetsInAsync(TestCustomer customer)
    {
        using var me = await customer.Http.GetAsync("/api/v1/auth/me");
        if (me.StatusCode != HttpStatusCode.OK)
            await me.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        return me.StatusCode == HttpStatusCode.OK;
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        Mails.Watch(services);
    }
}
