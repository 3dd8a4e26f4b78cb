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
        // Of known length: Odoo 14 does not understand chunks.
        using var content = new StringContent(call.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(url, "jsonrpc"), content);
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        var result = body!["result"].ShouldNotBeNull(body.ToJsonString()).AsValue();
        return result.TryGetValue<int>(out var user) ? user : null;
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
