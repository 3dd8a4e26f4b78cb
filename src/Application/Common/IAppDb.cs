using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Domain.Backups;
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

namespace SaaSOdoo.Application.Common;

/// <summary>
/// The platform's database. EF Core itself is the repository and unit of work (ADR 0003): handlers query the sets and save once.
/// </summary>
public interface IAppDb
{
    DatabaseFacade Database { get; }

    ChangeTracker ChangeTracker { get; }

    DbSet<Customer> Customers { get; }

    DbSet<Session> Sessions { get; }

    DbSet<ApiKey> ApiKeys { get; }

    DbSet<OneTimeToken> OneTimeTokens { get; }

    DbSet<Authenticator> SecondFactors { get; }

    DbSet<KnownDevice> KnownDevices { get; }

    DbSet<UnknownLogin> UnknownLogins { get; }

    DbSet<Tenant> Tenants { get; }

    DbSet<TenantMember> TenantMembers { get; }

    DbSet<Invitation> Invitations { get; }

    DbSet<Plan> Plans { get; }

    DbSet<Subscription> Subscriptions { get; }

    DbSet<Trial> Trials { get; }

    DbSet<TestClock> TestClocks { get; }

    DbSet<ExchangeRate> ExchangeRates { get; }

    DbSet<BillingAccount> BillingAccounts { get; }

    DbSet<BillingProfile> BillingProfiles { get; }

    DbSet<Invoice> Invoices { get; }

    DbSet<LedgerTransaction> LedgerTransactions { get; }

    DbSet<Payment> Payments { get; }

    DbSet<PaymentMessage> PaymentMessages { get; }

    DbSet<Instance> Instances { get; }

    DbSet<InstanceSecrets> InstanceSecrets { get; }

    DbSet<InstanceAllocation> InstanceAllocations { get; }

    DbSet<Operation> Operations { get; }

    DbSet<Backup> Backups { get; }

    DbSet<BackupSchedule> BackupSchedules { get; }

    DbSet<BackupProof> BackupProofs { get; }

    DbSet<DatabaseServer> DatabaseServers { get; }

    DbSet<ReconcileRun> ReconcileRuns { get; }

    DbSet<ReconcileFinding> ReconcileFindings { get; }

    DbSet<WebhookEndpoint> WebhookEndpoints { get; }

    DbSet<WebhookDelivery> WebhookDeliveries { get; }

    DbSet<OutgoingMail> Mails { get; }

    /// <summary>Only for reading: <c>AuditTrail</c> appends.</summary>
    DbSet<AuditEntry> AuditEntries { get; }

    DbSet<AuditChain> AuditChains { get; }

    /// <summary>Saves the changes and the events of the changed aggregates in one transaction.</summary>
    /// <exception cref="UniqueConstraintException">A unique index refused a row; its <c>Constraint</c> says which.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else saved the aggregate since it was loaded.</exception>
    Task<int> SaveChangesAsync(CancellationToken cancellationToken);
}

/// <summary>A unique index refused a row. The handler that knows the rule turns it into a conflict.</summary>
public sealed class UniqueConstraintException(string constraint, Exception inner)
    : Exception($"The unique constraint {constraint} was violated.", inner)
{
    public string Constraint { get; } = constraint;
}
