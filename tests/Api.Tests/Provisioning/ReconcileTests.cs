using System.Net;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Provisioning;

/// <summary>Operators ask for a look at everything. There is no worker: what it does is tested where it is.</summary>
public sealed class ReconcileTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/admin/reconcile";

    [Fact]
    public async Task A_run_is_asked_for_once_and_can_be_watched()
    {
        using var registered = await TestCustomer.RegisterAsync(api);
        await registered.MakeAdminAsync(api);
        using var admin = await registered.LogInAgainAsync(api);
        using var unknown = await admin.Http.PostAsync($"{Path}?dryrun=true", content: null);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", ["dryrun"]);

        using var started = await admin.Http.PostAsync($"{Path}?dry_run=true", content: null);

        var run = await started.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        run.Select(m => m.Key).ShouldBe(
            ["id", "dry_run", "status", "stage", "looked", "busy", "found", "pending", "requested_by", "error_message", "created_at", "started_at", "finished_at"]);
        (run["dry_run"]!.GetValue<bool>(), run["status"]!.GetValue<string>(), run["stage"]!.GetValue<string>()).ShouldBe((true, "running", "instances"));
        started.Headers.Location!.OriginalString.ShouldBe($"{Path}/{run["id"]!.GetValue<Guid>()}");
        using var second = await admin.Http.PostAsync(Path, content: null);
        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "reconcile.running");
        using var read = await admin.Http.GetAsync(started.Headers.Location);
        (await read.ShouldBeJsonAsync()).ToJsonString().ShouldBe(run.ToJsonString());
        using var findings = await admin.Http.GetAsync($"{started.Headers.Location}/findings");
        (await findings.ShouldBeJsonAsync()).ToJsonString().ShouldBe("""{"items":[],"next_cursor":null}""");
        using var list = await admin.Http.GetAsync(Path);
        (await list.ShouldBeJsonAsync())["items"]!.AsArray().Single()!["id"]!.GetValue<Guid>().ShouldBe(run["id"]!.GetValue<Guid>());
        using var missing = await admin.Http.GetAsync($"{Path}/{Guid.CreateVersion7()}/findings");
        await missing.ShouldBeProblemAsync(HttpStatusCode.NotFound, "reconcile.not_found");
    }
}
