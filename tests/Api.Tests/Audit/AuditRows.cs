using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Audit;

internal static class AuditRows
{
    /// <summary>What a request of this trace id left.</summary>
    public static async Task<List<AuditEntry>> AuditOfAsync(this PlatformApi api, string traceId)
    {
        await using var db = api.Database.NewDb();
        return await db.AuditEntries.AsNoTracking().Where(e => e.TraceId == traceId).ToListAsync();
    }

    public static async Task ExecuteAsync(this PlatformApi api, string sql)
    {
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public static async Task<JsonObject> VerifyAsync(this TestCustomer admin)
    {
        using var response = await admin.Http.GetAsync("/api/v1/admin/audit/verification");
        var verification = await response.ShouldBeJsonAsync();
        verification.Select(m => m.Key).ShouldBe(["valid", "checked", "first_broken", "digest"]);
        verification["digest"]!.GetValue<string>().Length.ShouldBe(64);
        return verification;
    }

    public static async Task ShouldHoldAsync(this TestCustomer admin)
    {
        var verification = await admin.VerifyAsync();
        verification["first_broken"].ShouldBeNull(verification.ToJsonString());
        verification["valid"]!.GetValue<bool>().ShouldBeTrue();
    }

    public static async Task<TestCustomer> OperatorAsync(PlatformApi api)
    {
        var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        return admin;
    }
}
