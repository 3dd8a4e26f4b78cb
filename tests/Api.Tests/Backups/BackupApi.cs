using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Backups;

/// <summary>The API without workers, over a store in memory: what a worker would do, a test does by hand.</summary>
public sealed class BackupApi : PlatformApi
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private int kept;

    public IBackupStore Store { get; } = Substitute.For<IBackupStore>();

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton(Store);

    /// <summary>A customer with a tenant that may have several instances, and one of them that runs.</summary>
    public async Task<(TestCustomer Customer, Guid Tenant, Guid Instance)> RunAsync(string name = "shop")
    {
        var customer = await TestCustomer.RegisterAsync(this);
        var tenant = await customer.OpenTenantOnTrialAsync("professional");
        return (customer, tenant, await RunAnotherAsync(customer, tenant, name));
    }

    public async Task<Guid> RunAnotherAsync(TestCustomer customer, Guid tenant, string name)
    {
        var id = await customer.OrderInstanceAsync(tenant, $"{name}{Guid.CreateVersion7():N}"[..20]);
        await FinishAsync(id);
        return id;
    }

    /// <summary>Does what the worker does at the end of the operation that is under way.</summary>
    public async Task FinishAsync(Guid id)
    {
        await using var db = Database.NewDb();
        var instance = await db.Instances.SingleAsync(i => i.Id == new InstanceId(id));
        var operation = await db.Operations.SingleAsync(o => o.InstanceId == instance.Id && o.FinishedAt == null);
        operation.Succeed(Now);
        if (operation.ChangesInstance)
            instance.Complete(operation.Kind, Now);
        await db.SaveChangesAsync();
    }

    /// <summary>A completed backup with its archive.</summary>
    public async Task<Guid> KeepAsync(Guid tenant, Guid instance, byte[]? archive = null, BackupKind kind = BackupKind.Manual, long? size = null)
    {
        archive ??= [1, 2, 3];
        var backup = BackupBuilder.Completed(
            new InstanceId(instance), new TenantId(tenant), Now.AddSeconds(Interlocked.Increment(ref kept)), kind, size ?? archive.Length, Convert.ToHexStringLower(SHA256.HashData(archive)));
        Store.OpenAsync(backup.Location!, Arg.Any<CancellationToken>()).Returns(_ => new MemoryStream(archive));
        await using var db = Database.NewDb();
        db.Add(backup);
        await db.SaveChangesAsync();
        return backup.Id.Value;
    }

    public async Task<Instance> InstanceAsync(Guid id)
    {
        await using var db = Database.NewDb();
        return await db.Instances.Include(i => i.Allocation).SingleAsync(i => i.Id == new InstanceId(id));
    }
}
