using System.Data.Common;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http.Idempotency;

public sealed class IdempotencyCrashTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Failed_commit_rolls_back_effect_and_idempotency_key()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var broken = api.With(FailingToCommit);
        using var there = broken.CreateClient();
        there.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);
        var key = KeyedRequests.NewKey();

        using var failed = await there.PostKeyedAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }, key);
        await failed.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        (await RowsAsync(customer, key)).ShouldBe([0, 0]);

        using var retried = await customer.Http.PostKeyedAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }, key);
        await retried.ShouldBeJsonAsync(HttpStatusCode.Created);
        retried.IsReplay().ShouldBeFalse();
        (await RowsAsync(customer, key)).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Response_lost_after_the_commit_is_replayed_to_the_retry()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var broken = api.With(builder => builder.ConfigureTestServices(services =>
            services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new LostAfterCommit()))));
        using var there = broken.CreateClient();
        there.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);
        var key = KeyedRequests.NewKey();

        using var lost = await there.PostKeyedAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }, key);
        await lost.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        (await RowsAsync(customer, key)).ShouldBe([1, 1]);

        using var retried = await customer.Http.PostKeyedAsync("/api/v1/tenants", new JsonObject { ["name"] = "Acme" }, key);
        await retried.ShouldBeJsonAsync(HttpStatusCode.Created);
        retried.IsReplay().ShouldBeTrue();
        (await RowsAsync(customer, key)).ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Failed_commit_without_an_idempotency_key_rolls_back_too()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var broken = api.With(FailingToCommit);
        using var there = broken.CreateClient();
        there.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);

        using var failed = await there.PostAsync("/api/v1/tenants", new { name = "Acme" });

        await failed.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        (await RowsAsync(customer, "")).ShouldBe([0, 0]);
    }

    private async Task<List<int>> RowsAsync(TestCustomer customer, string key)
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from tenants where customer_id = {customer.Id}
            union all select count(*)::int from idempotency_keys where key = {key}
            """).ToListAsync();
    }

    private static void FailingToCommit(IWebHostBuilder builder) => builder.ConfigureTestServices(services =>
        services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new NoCommit())));

    private sealed class NoCommit : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The commit fails.");
    }

    private sealed class LostAfterCommit : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The answer is lost.");
    }
}
