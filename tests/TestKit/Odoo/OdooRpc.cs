using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;

namespace SaaSOdoo.TestKit.Odoo;

/// <summary>Asks an Odoo as its users and programs do.</summary>
public static class OdooRpc
{
    // Odoo 14 closes connections that it said it would keep.
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { ConnectionClose = true } };

    /// <returns>The user's id; null when Odoo refuses.</returns>
    public static async Task<int?> AuthenticateAsync(Uri url, string database, OdooLogin login)
    {
        var call = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "call",
            ["params"] = new JsonObject
            {
                ["service"] = "common",
                ["method"] = "authenticate",
                ["args"] = new JsonArray(database, login.Login, login.Password, new JsonObject()),
            },
        };
        using var answer = await PostAsync(new Uri(url, "jsonrpc"), call);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        var result = body!["result"].ShouldNotBeNull(body.ToJsonString()).AsValue();
        return result.TryGetValue<int>(out var user) ? user : null;
    }

    // In the first seconds after its start Odoo 14 sometimes closes a new connection without a word, which its own clients try again.
    private static async Task<HttpResponseMessage> PostAsync(Uri url, JsonObject call)
    {
        try
        {
            return await PostOnceAsync(url, call);
        }
        catch (HttpRequestException e) when (e.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
        {
            return await PostOnceAsync(url, call);
        }
    }

    // Of known length: Odoo 14 does not understand chunks.
    private static async Task<HttpResponseMessage> PostOnceAsync(Uri url, JsonObject call)
    {
        using var content = new StringContent(call.ToJsonString(), Encoding.UTF8, "application/json");
        return await Http.PostAsync(url, content);
    }

    /// <summary>Whether the login form is served.</summary>
    public static async Task<bool> ShowsLoginAsync(Uri url)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(url, "web/login"));
            return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains("name=\"login\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
