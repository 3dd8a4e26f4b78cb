using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

/// <summary>The API without workers: what an operation would do, a test does by hand. The engine shows nothing unless told so.</summary>
public sealed class InstanceApi : PlatformApi
{
    public const string Path = "/api/v1/instances";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static int number;

    public IContainerRuntime Runtime { get; } = Substitute.For<IContainerRuntime>();

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton(Runtime);

    /// <summary>The smallest body that orders an instance, under a name of its own.</summary>
    public static JsonObject Body(Guid tenant)
    {
        var name = $"shop_{Interlocked.Increment(ref number)}";
        return new()
        {
            ["tenant_id"] = tenant,
            ["name"] = name,
            ["odoo_version"] = "19.0",
            ["admin_email"] = "admin@example.com",
            ["database_name"] = name,
        };
    }

    public static async Task<JsonObject> OrderAsync(TestCustomer customer, Guid tenant)
    {
        using var created = await customer.Http.PostAsJsonAsync(Path, Body(tenant));
        return await created.ShouldBeJsonAsync(HttpStatusCode.Created);
    }

    /// <summary>A customer with a tenant and an instance that runs.</summary>
    public async Task<(TestCustomer Customer, Guid Tenant, Guid Instance)> RunAsync()
    {
        var customer = await TestCustomer.RegisterAsync(this);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var id = (await OrderAsync(customer, tenant))["id"]!.GetValue<Guid>();
        await FinishAsync(id);
        return (customer, tenant, id);
    }

    /// <summary>Does what the worker does at the end of the operation that is under way.</summary>
    public Task FinishAsync(Guid id) => WithAsync(id, (instance, operation) =>
    {
        operation.Succeed(Now);
        instance.Complete(operation.Kind, Now);
    });

    public Task FailAsync(Guid id) => WithAsync(id, (instance, operation) =>
    {
        operation.Fail("image_not_found", "There is no such image.", Now);
        instance.Fail("image_not_found", "There is no such image.", Now);
    });

    /// <summary>Does what the driftDetector does for a running instance whose container is gone.</summary>
    /// <returns>The operation's id.</returns>
    public async Task<Guid> HealAsync(Guid id)
    {
        await using var db = Database.NewDb();
        var instance = await db.Instances.SingleAsync(i => i.Id == new InstanceId(id));
        var healing = instance.Heal(Now).ShouldNotBeNull();
        db.Operations.Add(healing);
        await db.SaveChangesAsync();
        return healing.Id.Value;
    }

    public async Task<int> CountAsync(Guid tenant)
    {
        await using var db = Database.NewDb();
        return await db.Instances.CountAsync(i => i.TenantId == new TenantId(tenant));
    }

    /// <summary>A trial beyond the customer's one for life.</summary>
    public async Task<Guid> OpenAnotherTenantAsync(TestCustomer customer)
    {
        var tenant = await customer.OpenTenantAsync();
        await using var db = Database.NewDb();
        var plan = await db.Plans.Include(p => p.Prices).SingleAsync(p => p.Code == "basic");
        var subscription = Subscription.Order(
            new TenantId(tenant), new CustomerId(customer.Id), new(plan, BillingPeriod.Monthly, Currency.Usd, 8m, Rate: null), Now).Value;
        subscription.StartTrial(Trial.Of(subscription, plan.TrialDays, Now), Now).IsFailure.ShouldBeFalse();
        db.Add(subscription);
        await db.SaveChangesAsync();
        return tenant;
    }

    private async Task WithAsync(Guid id, Action<Instance, Operation> change)
    {
        await using var db = Database.NewDb();
        var instance = await db.Instances.SingleAsync(i => i.Id == new InstanceId(id));
        var operation = await db.Operations.SingleAsync(
            o => o.InstanceId == instance.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running));
        change(instance, operation);
        await db.SaveChangesAsync();
    }
}
