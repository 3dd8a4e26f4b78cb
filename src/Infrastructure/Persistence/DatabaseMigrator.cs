using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Instances;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Subscriptions;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>
/// Before anything else runs: migrates the platform's database and takes over the database servers of the configuration. Several
/// processes may start at once; one does it, the others wait. Migrating is the owner's work; whoever is only to use the database is
/// given what that takes.
/// </summary>
internal sealed class DatabaseMigrator(
    IServiceScopeFactory scopes,
    DbContextOptions<AppDb> options,
    IConfiguration configuration,
    ISecretProtector protector,
    IMailboxHasher mailboxes,
    TimeProvider clock)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = EventNames.All; // Throws when an event has no stable name.

        await using var owner = OwnerSource();
        // Begun from the requests' options: with others, even in another order, the model would be built and kept twice.
        await using var ownerDb = new AppDb(new DbContextOptionsBuilder<AppDb>(options).UseNpgsql(owner).Options);
        await CreateIfMissingAsync(ownerDb, cancellationToken);
        await using var held = await HeldLock.AcquireAsync(owner, "platform start", cancellationToken);
        await held.RunAsync(token => PrepareAsync(ownerDb, token), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private NpgsqlDataSource OwnerSource() => NpgsqlDataSource.Create(
        configuration.GetConnectionString("PlatformOwner") ?? configuration.GetConnectionString("Platform")!);

    private async Task PrepareAsync(AppDb owner, CancellationToken cancellationToken)
    {
        if ((await owner.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            await owner.Database.MigrateAsync(cancellationToken);
        await KeepOthersOutAsync(owner, cancellationToken);
        await PlatformRights.GrantAsync(owner, UserRole(), cancellationToken);

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await RegisterServersAsync(db, cancellationToken);
        await PlainVariables.EncryptAsync(db, protector, cancellationToken);
        await EarlierTrials.HashMailboxesAsync(db, mailboxes, cancellationToken);
    }

    private string? UserRole() => new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Platform")).Username;

    private static async Task CreateIfMissingAsync(AppDb db, CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken))
            return;

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // Another process starts at the same moment and was first.
        }
    }

    // PostgreSQL lets every role connect to a new database, and instances may have their roles on the same server.
    private static Task<int> KeepOthersOutAsync(AppDb db, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        do $$ begin
            if (select pg_has_role(datdba, 'usage') from pg_database where datname = current_database()) then
                execute format('revoke all on database %I from public', current_database());
            end if;
        end $$
        """,
        cancellationToken);

    private async Task RegisterServersAsync(AppDb db, CancellationToken cancellationToken)
    {
        var known = await db.DatabaseServers.ToDictionaryAsync(s => s.Name, StringComparer.Ordinal, cancellationToken);
        foreach (var configured in configuration.GetSection("DatabaseServers").Get<List<ConfiguredDatabaseServer>>() ?? [])
        {
            if (!known.TryGetValue(configured.Name, out var server))
                db.DatabaseServers.Add(DatabaseServer.Register(configured.ToSettings(protector), clock.GetUtcNow()));
            else if (!configured.Matches(server, protector))
                server.Configure(configured.ToSettings(protector), clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
