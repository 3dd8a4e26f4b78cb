using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Instances;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Persistence;

/// <summary>A platform that was in use before a migration goes on with what it has.</summary>
public sealed class MigrationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly string name = $"upgrade_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
    private PostgresServer? server;

    [Fact]
    public async Task Migration_keeps_customers_and_tenants_of_the_first_version_and_gives_owners()
    {
        server = await PostgresServer.SharedAsync();
        await server.CreateDatabaseAsync(name);
        await MigrateAsync("Initial");
        var (customerId, tenantId) = (Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        await server.ExecuteAsync(
            $"""
            insert into customers (id, email, password_hash, roles, status, terms_accepted_at, marketing_consent, failed_logins, created_at,
                name_first, name_last)
            values ('{customerId}', 'early@example.com', 'hash', '{"{customer}"}', 'active', now(), true, 0, now(), 'Early', 'Bird');
            insert into tenants (id, customer_id, name, status, metadata, created_at, updated_at)
            values ('{tenantId}', '{customerId}', 'Acme', 'active', '{"{}"}', now(), now());
            insert into events (id, name, subject, tenant_id, payload, at)
            values (gen_random_uuid(), 'tenant.created', '{tenantId}', '{tenantId}', '{"{}"}', now());
            """,
            name);

        await MigrateAsync(target: null);

        await using var db = NewDb();
        var customer = await db.Customers.SingleAsync(c => c.Id == new CustomerId(customerId));
        customer.Email.Value.ShouldBe("early@example.com");
        customer.Wants(MailTopic.Instances).ShouldBeTrue();
        var tenant = await db.Tenants.Include(t => t.Members).SingleAsync(t => t.Id == new TenantId(tenantId));
        tenant.Members.Select(m => (m.CustomerId, m.Role)).ShouldBe([(customer.Id, TenantRole.Owner)]);
        customer.UpdateProfile(CustomerProfile.Create("Late", "Bird", null, null, null, null, null).Value, marketingConsent: false);
        await db.SaveChangesAsync();
        (await db.Events.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Migration_keeps_queued_work_of_the_second_version()
    {
        server = await PostgresServer.SharedAsync();
        await server.CreateDatabaseAsync(name);
        await MigrateAsync("Accounts");
        await server.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Persistence", "SecondVersion.sql")), name);

        await MigrateAsync(target: null);

        await using var db = NewDb();
        var instances = await db.Instances.Include(i => i.Allocation).OrderBy(i => i.Name).ToListAsync();
        instances.Select(i => (i.Name, i.Allocation.Port, i.Allocation.ImageId)).ShouldBe([("First", 20001, "sha256:one"), ("Second", 20002, null)]);
        instances.Select(i => i.Allocation.LastPort).ShouldBe([20001, 20002], "asked for again after a stop");
        var operations = await db.Operations.OrderBy(o => o.CreatedAt).ToListAsync();
        operations.Select(o => (o.Status, o.Attempts, o.Pauses, o.Fence)).ShouldBe(
            [(OperationStatus.Queued, 2, 0, 4), (OperationStatus.Running, 1, 0, 7)], "the attempt under way counts when it ends");
        (await db.Mails.Select(m => new { m.Attempts, m.RunAfter }).SingleAsync()).ShouldBe(new { Attempts = 3, RunAfter = At });
        var hook = await db.WebhookDeliveries.SingleAsync();
        (hook.Attempts, hook.RunAfter, hook.Fence, hook.AttemptLog.Select(a => a.HttpStatus).Single()).ShouldBe((2, At, 5, 503));
        var deliveries = await db.EventDeliveries.OrderBy(d => d.Consumer).ToListAsync();
        deliveries.Select(d => (d.Consumer, d.Attempts, d.RunAfter)).ShouldBe([("mail-a", 1, At), ("mail-b", 0, At), ("mail-c", 0, At)]);
        var tenant = (Guid?)await db.Tenants.Select(t => t.Id.Value).SingleAsync();
        deliveries.Select(d => d.TenantId).ShouldBe([tenant, tenant, null], "as of their events");
        deliveries.Select(d => d.Id).Distinct().Count().ShouldBe(3);
        (await server.ColumnAsync("select source || ' ' || requests from rate_limit_counters", name)).ShouldBe(["198.51.100.7 12"]);
    }

    [Fact]
    public async Task Variables_of_an_older_version_are_readable_at_once_and_encrypted_at_the_first_start()
    {
        server = await PostgresServer.SharedAsync();
        await server.CreateDatabaseAsync(name);
        await MigrateAsync("Accounts");
        await server.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Persistence", "SecondVersion.sql")), name);
        await MigrateAsync(target: null);
        var protector = new ServiceCollection().AddLogging().AddDataProtection().UseEphemeralDataProtectionProvider().Services
            .BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        var secrets = Substitute.For<ISecretProtector>();
        secrets.Protect(Arg.Any<string>()).Returns(call => protector.Protect(call.Arg<string>()));
        secrets.Unprotect(Arg.Any<string>()).Returns(call => protector.Unprotect(call.Arg<string>()));
        Dictionary<string, string> values = new(StringComparer.Ordinal) { ["SHOP"] = "secret é", ["A_TOKEN"] = "1" };

        await using (var db = NewDb())
        {
            var instances = await db.Instances.OrderBy(i => i.Name).ToListAsync();
            instances.Select(i => string.Join(' ', i.EnvironmentNames)).ShouldBe(["A_TOKEN SHOP", ""]);
            secrets.ReadVariables(instances[0].EnvironmentVars).ShouldBe(values, ignoreOrder: true);
            instances[1].EnvironmentVars.ShouldBeNull();
            await PlainVariables.EncryptAsync(db, secrets, CancellationToken.None);
            await PlainVariables.EncryptAsync(db, secrets, CancellationToken.None);
        }

        var stored = (await server.ColumnAsync("select environment_vars from instances where environment_vars is not null", name)).ShouldHaveSingleItem();
        stored.ShouldStartWith("CfDJ8");
        secrets.ReadVariables(stored).ShouldBe(values, ignoreOrder: true);
    }

    [Fact]
    public async Task Migration_gives_words_that_nothing_can_read_the_least_they_may_have_meant()
    {
        server = await PostgresServer.SharedAsync();
        await server.CreateDatabaseAsync(name);
        await MigrateAsync("Accounts");
        await server.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Persistence", "SecondVersion.sql")), name);
        await server.ExecuteAsync(
            """update instances set instance_type = '3'; update customers set preferences = '{"theme": 3, "timeFormat": "hours12"}';""", name);

        await MigrateAsync(target: null);

        await using var db = NewDb();
        (await db.Instances.Select(i => i.InstanceType).Distinct().SingleAsync()).ShouldBe(InstanceType.Development);
        var preferences = (await db.Customers.FirstAsync()).Preferences;
        (preferences.Theme, preferences.TimeFormat).ShouldBe((Theme.System, TimeFormat.Hours12));
    }

    [Fact]
    public async Task Migration_back_to_the_second_version_keeps_the_work_and_can_be_reapplied()
    {
        server = await PostgresServer.SharedAsync();
        await server.CreateDatabaseAsync(name);
        await MigrateAsync("Accounts");
        await server.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Persistence", "SecondVersion.sql")), name);
        const string columns = "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' order by 1";
        var before = await server.ColumnAsync(columns, name);

        await MigrateAsync(target: null);
        await MigrateAsync("Accounts");

        (await server.ColumnAsync(columns, name)).ShouldBe(before);
        (await server.ColumnAsync("select consumer || ' ' || attempts from event_deliveries order by 1", name)).ShouldBe(["mail-a 1", "mail-b 0", "mail-c 0"]);
        await MigrateAsync(target: null);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => server?.DropDatabaseAsync(name) ?? Task.CompletedTask;

    private async Task MigrateAsync(string? target)
    {
        await using var db = NewDb();
        await db.GetService<IMigrator>().MigrateAsync(target);
    }

    private AppDb NewDb() =>
        new(new DbContextOptionsBuilder<AppDb>().UseNpgsql(server!.UnpooledConnectionStringOf(name)).Options);
}
