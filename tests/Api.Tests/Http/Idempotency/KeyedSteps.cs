using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

/// <summary>Requests that are sent twice with one key.</summary>
internal static class KeyedSteps
{
    private static readonly string[] Bookkeeping = ["audit_chains", "audit_entries", "idempotency_keys"];

    /// <summary>
    /// The first has an effect; the second gets the same answer to the byte, and leaves the whole database as it is.
    /// </summary>
    /// <returns>The answer; empty when there is no body.</returns>
    public static async Task<JsonObject> TwiceAsync(
        this PlatformApi api, HttpClient http, string path, JsonNode? body, HttpStatusCode status)
    {
        var (key, before) = (KeyedRequests.NewKey(), await DigestAsync(api));
        using var first = await http.PostKeyedAsync($"/api/v1/{path}", body?.DeepClone(), key);
        var bytes = await first.Content.ReadAsByteArrayAsync();
        first.StatusCode.ShouldBe(status, $"{path} {await first.Content.ReadAsStringAsync()}");
        first.IsReplay().ShouldBeFalse(path);
        var after = await DigestAsync(api);
        after.Except(before).Select(t => t.Split(' ')[0]).Except(Bookkeeping).ShouldNotBeEmpty(path);

        using var second = await http.PostKeyedAsync($"/api/v1/{path}", body?.DeepClone(), key);
        (second.StatusCode, second.IsReplay()).ShouldBe((status, true), path);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBe(bytes, path);
        second.Headers.CacheControl?.ToString().ShouldBe(first.Headers.CacheControl?.ToString(), path);
        (await DigestAsync(api)).ShouldBe(after, path);
        await StoredSecrets.ShouldAllBeListedAsync(api.Database);
        return bytes.Length == 0 ? [] : JsonNode.Parse(bytes)!.AsObject();
    }

    // For each table all of its rows, but for the counts of requests and when a session was last used.
    private static async Task<List<string>> DigestAsync(PlatformApi api)
    {
        await using var db = api.Database.NewDb();
        var tables = await db.Database.SqlQuery<string>(
            $"select tablename::text as \"Value\" from pg_tables where schemaname = 'public' and tablename <> 'rate_limit_counters' order by 1").ToListAsync();
        var digests = tables.Select(t => $"select '{t} ' || coalesce(md5(string_agg(r, ',' order by r)), '') as \"Value\" "
            + $"from (select (to_jsonb(t) - 'last_used_at')::text as r from \"{t}\" t) rows");
        return await db.Database.SqlQueryRaw<string>(string.Join(" union all ", digests)).ToListAsync();
    }
}
