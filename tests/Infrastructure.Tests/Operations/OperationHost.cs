using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Npgsql;
using SaaSOdoo.Application.Audit;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.SecondFactor;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>The product's own composition over a database of its own, with the outside world in memory and no hosted service started.</summary>
internal sealed class OperationHost : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly DatabaseClock databaseClock;
    private readonly List<IHostedService> started = [];
    private readonly ICaller caller = Substitute.For<ICaller>();
    private CustomerId customer;
    private TenantId tenant;
    private int number;
    private int customers;

    public OperationHost(PlatformDatabase database, Action<IServiceCollection>? change = null, params (string Key, string Value)[] settings)
    {
        Runtime = new FakeRuntime(Clock);
        var values = settings.ToDictionary(s => s.Key, string? (s) => s.Value, StringComparer.Ordinal);
        databaseClock = new(database.ConnectionString, Clock.Now);
        values["ConnectionStrings:Platform"] = databaseClock.ConnectionString;
        values["Provisioning:Versions:0"] = "19.0";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();

        caller.CustomerId.Returns(_ => customer);
        caller.Notes.Returns(new AuditNotes());
        var collection = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        collection.AddApplication().AddInfrastructure(configuration).AddInfrastructureWorkers(configuration);
        collection.AddSingleton<TimeProvider>(Clock).AddSingleton(caller);
        collection.AddSingleton<IContainerRuntime>(Runtime).AddSingleton<IOdooDatabases>(Runtime).AddSingleton<IReadinessProbe>(Runtime);
        collection.AddSingleton<IBackupArchives>(Runtime).AddSingleton<IBackupStore>(Runtime).AddSingleton<IBackupRestores>(Runtime).AddSingleton<IBackupProofs>(Runtime);
        change?.Invoke(collection);
        services = collection.BuildServiceProvider();
    }

    public TestClock Clock { get; } = new();

    /// <summary>The caller sends codes of a second factor from now on, as operators have to.</summary>
    public async Task SendCodesAsync()
    {
        var codes = new Queue<string>(Enumerable.Range(0, 50).Select(n => $"CODE{n:D12}"));
        var factor = Authenticator.Enrol(customer, Get<ISecretProtector>().Protect(new string('A', Authenticator.SecretLength)), Clock.Now);
        factor.Confirm(step: 0, [.. codes.Select(SessionTokens.Hash)], Clock.Now).IsFailure.ShouldBeFalse();
        caller.SecondFactorCode.Returns(_ => codes.Dequeue());
        await InScopeAsync<AppDb>(db =>
        {
            db.Add(factor);
            return db.SaveChangesAsync();
        });
    }

    /// <summary>For this host's processes and for the database as they see it.</summary>
    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        databaseClock.Set(Clock.Now);
    }

    /// <summary>Also back, which <see cref="Advance"/> refuses.</summary>
    public void AdjustTime(DateTimeOffset to)
    {
        Clock.AdjustTime(to);
        databaseClock.Set(Clock.Now);
    }

    public FakeRuntime Runtime { get; }

    public TenantId Tenant => tenant;

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>As another process would have it: another owner of leases.</summary>
    public T Another<T>() => ActivatorUtilities.CreateInstance<T>(services);

    public async Task StartAsync<T>() where T : IHostedService
    {
        var service = Another<T>();
        started.Add(service);
        await service.StartAsync(CancellationToken.None);
    }

    /// <summary>Does something in a scope of its own, as a request or a job does.</summary>
    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task InScopeAsync<TService>(Func<TService, Task> work) where TService : notnull => InScopeAsync<TService, bool>(async service =>
    {
        await work(service);
        return true;
    });

    public Task<Result<T>> SendAsync<T>(IRequest<Result<T>> request) => InScopeAsync<IMediator, Result<T>>(m => m.Send(request));

    public Task<T> ReadAsync<T>(Func<AppDb, Task<T>> query) => InScopeAsync(query);

    public Task<Operation> OperationAsync(OperationId id) => ReadAsync(db => db.Operations.AsNoTracking().SingleAsync(o => o.Id == id));

    public Task<Instance> InstanceAsync(InstanceId id) => ReadAsync(db =>
        db.Instances.AsNoTracking().Include(i => i.Allocation).Include(i => i.Observation).SingleAsync(i => i.Id == id));

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>With as much time as many rows take beside other tests.</summary>
    public async Task FillAsync(string sql)
    {
        await using var command = Get<NpgsqlDataSource>().CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A new instance and the operation that provisions it, queued.</summary>
    public async Task<(InstanceId Instance, OperationId Operation)> OrderAsync(BillingStatus billing = BillingStatus.Trial)
    {
        await SettledAsync();
        var name = $"shop_{++number}";
        var order = new InstanceBuilder(tenant, new(customer, null)) { DatabaseName = name, Billing = billing };
        var (instance, operation) = (order with { Settings = order.Settings with { Name = name } }).Build(Clock.Now);

        return await InScopeAsync<AppDb, (InstanceId, OperationId)>(async db =>
        {
            var protector = Get<ISecretProtector>();
            db.AddRange(instance, operation, InstanceSecrets.Create(
                instance.Id, protector.Protect("role-password"), protector.Protect("master password"), protector.Protect("admin password"), generated: true));
            await db.SaveChangesAsync();
            return (instance.Id, operation.Id);
        });
    }

    /// <summary>An instance that runs.</summary>
    public async Task<InstanceId> ProvisionAsync(BillingStatus billing = BillingStatus.Trial)
    {
        var (instance, operation) = await OrderAsync(billing);
        await RunNextAsync();
        (await OperationAsync(operation)).Status.ShouldBe(OperationStatus.Succeeded);
        return instance;
    }

    /// <summary>Claims what is due and runs it to its outcome.</summary>
    public async Task<Lease> RunNextAsync()
    {
        var lease = (await Get<OperationQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        await Get<OperationRunner>().RunAsync(lease, CancellationToken.None);
        return lease;
    }

    /// <summary>Hands out all events and delivers what is due of them, one after the other.</summary>
    public async Task DispatchAsync()
    {
        await Get<EventPublisher>().PublishAsync(CancellationToken.None);
        while (await Get<EventQueue>().ClaimAsync(CancellationToken.None) is { } lease)
            await Get<EventDispatcher>().DeliverAsync(lease, CancellationToken.None);
    }

    /// <summary>All that follows from what happened: events and operations, until there are no more.</summary>
    public async Task FollowAsync()
    {
        long before;
        do
        {
            before = await EventsAsync();
            await DispatchAsync();
        }
        while (await RunOperationAsync() || await EventsAsync() > before);
    }

    /// <summary>What billing does each minute, and all that follows from it.</summary>
    public async Task BillAsync()
    {
        await InScopeAsync<DueSubscriptions>(due => due.AdvanceAsync(CancellationToken.None));
        await InScopeAsync<BillingStandings>(standings => standings.SweepAsync(CancellationToken.None));
        await InScopeAsync<UnpaidInstances>(unpaid => unpaid.TerminateDueAsync(CancellationToken.None));
        await FollowAsync();
    }

    /// <summary>Lets the instance ask for something, as a command does.</summary>
    public Task<OperationId> ActAsync(InstanceId id, Func<Instance, Requester, Operation> action) => InScopeAsync<AppDb, OperationId>(async db =>
    {
        var operation = action(await db.Instances.SingleAsync(i => i.Id == id), new Requester(customer, null));
        db.Add(operation);
        await db.SaveChangesAsync();
        return operation.Id;
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var service in started)
            await service.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }

    /// <summary>With a customer, their tenant and a database server.</summary>
    public async Task SettledAsync()
    {
        if (customer != default)
            return;

        await AddServerAsync("main");
        await BecomeAnotherAsync();
    }

    /// <summary>A database server, where nothing is.</summary>
    public async Task<DatabaseServerId> AddServerAsync(string name, int port = 5432)
    {
        var server = DatabaseServer.Register(
            new(name, "127.0.0.1", port, "10.213.0.1", port, "postgres", Get<ISecretProtector>().Protect("x"), 100), Clock.Now);
        await SaveAsync(server);
        return server.Id;
    }

    public Task SaveAsync(params object[] entities) => InScopeAsync<AppDb>(db =>
    {
        db.AddRange(entities);
        return db.SaveChangesAsync();
    });

    /// <summary>A new customer with a tenant of theirs is who acts from now on.</summary>
    public async Task<(CustomerId Customer, TenantId Tenant)> BecomeAnotherAsync()
    {
        var owner = new CustomerBuilder { Email = $"owner{(customers == 0 ? "" : $"{customers}")}@example.com" }.Build(Clock.Now);
        var opened = new TenantBuilder(owner.Id).Build(Clock.Now);
        customers++;
        await SaveAsync(owner, opened);
        Become(owner.Id, opened.Id);
        return (owner.Id, opened.Id);
    }

    /// <summary>Who acts from now on, and for which tenant.</summary>
    public void Become(CustomerId who, TenantId with) => (customer, tenant) = (who, with);

    private Task<long> EventsAsync() => ReadAsync(db => db.Database.SqlQuery<long>($"select coalesce(max(position), 0) as \"Value\" from events").SingleAsync());

    private async Task<bool> RunOperationAsync()
    {
        if (!await ReadAsync(db => db.Operations.AnyAsync(o => o.Status == OperationStatus.Queued)))
            return false;

        await RunNextAsync();
        return true;
    }
}
