using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.SecondFactor;
using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>The platform's database.</summary>
public sealed class AppDb : DbContext, IAppDb, IDataProtectionKeyContext
{
    // A failed save ends its transaction or is undone by the savepoint around the work: one around each save would cost a round trip and
    // change nothing.
    public AppDb(DbContextOptions<AppDb> options) : base(options) => Database.AutoSavepointsEnabled = false;

    public DbSet<DatabaseServer> DatabaseServers => Set<DatabaseServer>();

    public DbSet<ReconcileRun> ReconcileRuns => Set<ReconcileRun>();

    public DbSet<ReconcileFinding> ReconcileFindings => Set<ReconcileFinding>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<OneTimeToken> OneTimeTokens => Set<OneTimeToken>();

    public DbSet<Authenticator> SecondFactors => Set<Authenticator>();

    public DbSet<KnownDevice> KnownDevices => Set<KnownDevice>();

    public DbSet<UnknownLogin> UnknownLogins => Set<UnknownLogin>();

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<TenantMember> TenantMembers => Set<TenantMember>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<Trial> Trials => Set<Trial>();

    public DbSet<TestClock> TestClocks => Set<TestClock>();

    public DbSet<ExchangeRate> ExchangeRates => Set<ExchangeRate>();

    public DbSet<BillingAccount> BillingAccounts => Set<BillingAccount>();

    public DbSet<BillingProfile> BillingProfiles => Set<BillingProfile>();

    public DbSet<Invoice> Invoices => Set<Invoice>();

    public DbSet<LedgerTransaction> LedgerTransactions => Set<LedgerTransaction>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<PaymentMessage> PaymentMessages => Set<PaymentMessage>();

    public DbSet<Instance> Instances => Set<Instance>();

    public DbSet<InstanceSecrets> InstanceSecrets => Set<InstanceSecrets>();

    public DbSet<InstanceAllocation> InstanceAllocations => Set<InstanceAllocation>();

    public DbSet<Operation> Operations => Set<Operation>();

    public DbSet<Backup> Backups => Set<Backup>();

    public DbSet<BackupSchedule> BackupSchedules => Set<BackupSchedule>();

    public DbSet<BackupProof> BackupProofs => Set<BackupProof>();

    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditChain> AuditChains => Set<AuditChain>();

    public DbSet<WebhookEndpoint> WebhookEndpoints => Set<WebhookEndpoint>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    internal DbSet<EventDelivery> EventDeliveries => Set<EventDelivery>();

    internal DbSet<EventRow> Events => Set<EventRow>();

    public override async Task<int> SaveChangesAsync(CancellationToken cancellationToken = default)
    {
        var changed = ChangeTracker.Entries<AggregateRoot>().Select(e => e.Entity).Where(a => a.Events.Count > 0).ToList();
        var rows = changed.SelectMany(a => a.Events).Select(EventRow.Of).ToList();
        var wakeUps = WakeUps.Of(ChangeTracker, rows);
        Events.AddRange(rows);

        try
        {
            var count = await base.SaveChangesAsync(cancellationToken);
            changed.ForEach(a => a.ClearEvents());
            await NotifyAsync(wakeUps, cancellationToken);
            return count;
        }
        catch (DbUpdateException) when (Forget(rows))
        {
            throw;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            throw new UniqueConstraintException(violation.ConstraintName ?? "", e);
        }
    }

    // A wake-up, not the message: whoever listens reads the rows, and looks from time to time anyway, so a lost one costs only time.
    // PostgreSQL delivers it when the surrounding transaction commits, and at once when there is none.
    private async Task NotifyAsync(string[] wakeUps, CancellationToken cancellationToken)
    {
        if (wakeUps.Length > 0)
            await Database.ExecuteSqlAsync($"select pg_notify({NotificationChannel.Name}, message) from unnest({wakeUps}) as message", cancellationToken);
    }

    // The aggregates still hold their events: a second try would otherwise store them twice.
    private bool Forget(List<EventRow> rows)
    {
        rows.ForEach(r => Entry(r).State = EntityState.Detached);
        return false;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDb).Assembly);
        modelBuilder.HasSequence<long>(EventRowConfiguration.Sequence);
        foreach (var aggregate in modelBuilder.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(AggregateRoot))).ToList())
        {
            modelBuilder.Entity(aggregate.ClrType).Ignore(nameof(AggregateRoot.Events));
            // What is leased is guarded by its fence: a heartbeat must not make a save fail. Keys are only ever revoked, which must not fail
            // because one was used a moment ago.
            if (aggregate.ClrType.IsAssignableTo(typeof(ILeased)) || aggregate.ClrType == typeof(ApiKey))
                modelBuilder.Entity(aggregate.ClrType).Ignore(nameof(AggregateRoot.Version));
            else
                modelBuilder.Entity(aggregate.ClrType).Property(nameof(AggregateRoot.Version)).IsRowVersion();
        }

        modelBuilder.UseSnakeCaseNames();
        modelBuilder.CheckEnums();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.UseTypedIds();
        configurationBuilder.UseSnakeCaseEnums();
        configurationBuilder.UseCurrencies();
    }
}
