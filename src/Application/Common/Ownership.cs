using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// The one place that says what a caller may see. What is not in these sets does not exist for the caller: it answers 404, so that
/// nobody learns that an id is somebody else's.
/// </summary>
public static partial class Ownership
{
    /// <summary>Those the caller is a member of, in whatever role: what may be read. For more ask <see cref="RefusalAsync(IAppDb, ICaller, TenantId, TenantRole, CancellationToken)"/> as well.</summary>
    public static IQueryable<Tenant> TenantsOf(this IAppDb db, ICaller caller) =>
        db.Tenants.Where(t => db.TenantMembers.Any(m => m.TenantId == t.Id && m.CustomerId == caller.CustomerId));

    /// <summary>Those the caller may find in order to suspend and activate them: their own, and every one for an operator.</summary>
    public static IQueryable<Tenant> TenantsManagedBy(this IAppDb db, ICaller caller) => caller.IsAdmin ? db.Tenants : db.TenantsOf(caller);

    public static IQueryable<Subscription> SubscriptionsOf(this IAppDb db, ICaller caller) =>
        db.Subscriptions.Where(s => db.TenantMembers.Any(m => m.TenantId == s.TenantId && m.CustomerId == caller.CustomerId));

    public static IQueryable<Instance> InstancesOf(this IAppDb db, ICaller caller) =>
        db.Instances.Where(i => db.TenantMembers.Any(m => m.TenantId == i.TenantId && m.CustomerId == caller.CustomerId));

    public static IQueryable<Operation> OperationsOf(this IAppDb db, ICaller caller) =>
        db.Operations.Where(o => db.TenantMembers.Any(m => m.TenantId == o.TenantId && m.CustomerId == caller.CustomerId));

    public static IQueryable<WebhookEndpoint> WebhookEndpointsOf(this IAppDb db, ICaller caller) =>
        db.WebhookEndpoints.Where(e => db.TenantMembers.Any(m => m.TenantId == e.TenantId && m.CustomerId == caller.CustomerId));

    public static IQueryable<WebhookDelivery> WebhookDeliveriesOf(this IAppDb db, ICaller caller) =>
        db.WebhookDeliveries.Where(d => db.TenantMembers.Any(m => m.TenantId == d.TenantId && m.CustomerId == caller.CustomerId));

    /// <summary>Why the caller may not do what needs the role: 404 for no member, 403 for a lower role; null when they may.</summary>
    public static async Task<Error?> RefusalAsync(
        this IAppDb db, ICaller caller, TenantId tenant, TenantRole needed, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var role = await db.TenantMembers.Where(m => m.TenantId == tenant && m.CustomerId == id)
            .Select(m => (TenantRole?)m.Role).SingleOrDefaultAsync(cancellationToken);
        if (role is not { } actual)
            return TenantErrors.NotFound();

        caller.Notes.Concerns(tenant);
        return actual < needed ? TenantErrors.RoleRequired(needed, actual) : null;
    }

    /// <summary>As <see cref="RefusalAsync(IAppDb, ICaller, TenantId, TenantRole, CancellationToken)"/>, for what a closed tenant gets no more.</summary>
    public static async Task<Error?> RefusalOfOpenAsync(
        this IAppDb db, ICaller caller, TenantId tenant, TenantRole needed, CancellationToken cancellationToken) =>
        await db.RefusalAsync(caller, tenant, needed, cancellationToken)
        ?? (await db.Tenants.AnyAsync(t => t.Id == tenant && t.Status != TenantStatus.Terminated, cancellationToken) ? null : TenantErrors.Terminated);

    /// <summary>Whether the customer's address is known to be theirs. Before, they get nothing that costs (ADR 0035).</summary>
    public static Task<bool> IsProvenAsync(this IAppDb db, CustomerId customer, CancellationToken cancellationToken) =>
        db.Customers.AnyAsync(c => c.Id == customer && c.EmailVerifiedAt != null, cancellationToken);

    /// <summary>Every mail for an operator; none for others.</summary>
    public static IQueryable<OutgoingMail> MailsSeenBy(this IAppDb db, ICaller caller)
    {
        var all = caller.IsAdmin;
        return db.Mails.Where(m => all);
    }

    /// <summary>Sessions that still let the caller in.</summary>
    public static IQueryable<Session> LiveSessionsOf(this IAppDb db, ICaller caller, DateTimeOffset now) =>
        db.Sessions.Where(s => s.CustomerId == caller.CustomerId && s.RevokedAt == null && s.ExpiresAt > now);

    /// <summary>API keys that still let their programs in.</summary>
    public static IQueryable<ApiKey> ApiKeysOf(this IAppDb db, ICaller caller, DateTimeOffset now) =>
        db.ApiKeys.Where(k => k.CustomerId == caller.CustomerId && k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now));

    /// <summary>Every account for an operator; else the caller's own.</summary>
    public static IQueryable<Customer> CustomersSeenBy(this IAppDb db, ICaller caller) =>
        caller.IsAdmin ? db.Customers : db.Customers.Where(c => c.Id == caller.CustomerId);

    /// <summary>The caller's own account, or every one for an operator.</summary>
    public static bool MaySee(this ICaller caller, CustomerId customer) => caller.IsAdmin || caller.CustomerId == customer;

    /// <summary>
    /// Locks the tenant's row until the end of the transaction: whoever counts or reserves instances of a tenant, or changes its status,
    /// does it under this lock. Call it first in the transaction, then load what you need.
    /// </summary>
    /// <returns>False when there is no such tenant.</returns>
    public static async Task<bool> LockTenantAsync(this IAppDb db, TenantId id, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Guid>($"select id as \"Value\" from tenants where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);

    /// <summary>Locks the subscription's row, after its tenant's and its billing account's: whoever changes it does it under these.</summary>
    public static Task LockSubscriptionAsync(this IAppDb db, SubscriptionId id, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"select id as \"Value\" from subscriptions where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);

    /// <summary>
    /// Locks the customer's row: whoever counts failed logins does it under this lock, so that guessing in parallel gains nothing. Rows
    /// that refer to the customer can be written meanwhile: else two who have written one and then lock would wait for each other.
    /// </summary>
    /// <returns>False when there is no such customer.</returns>
    public static async Task<bool> LockCustomerAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Guid>($"select id as \"Value\" from customers where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);

    /// <summary>
    /// Locks the instance's row until the end of the transaction: whoever changes the instance together with its operation does it under
    /// this lock, so that a customer and a worker wait for each other instead of failing.
    /// </summary>
    public static Task LockInstanceAsync(this IAppDb db, InstanceId id, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"select id as \"Value\" from instances where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);

    /// <summary>The same for all instances of a tenant, in the order of their ids.</summary>
    public static Task LockInstancesAsync(this IAppDb db, TenantId tenant, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"select id as \"Value\" from instances where tenant_id = {tenant.Value} order by id for no key update").AnyRowAsync(cancellationToken);

    /// <inheritdoc cref="LockInstanceAsync"/>
    public static Task LockInstanceOfAsync(this IAppDb db, OperationId id, CancellationToken cancellationToken) =>
        db.Database
            .SqlQuery<Guid>($"select id as \"Value\" from instances where id = (select instance_id from operations where id = {id.Value}) for no key update")
            .AnyRowAsync(cancellationToken);

    /// <summary>
    /// Locks the database server's row until the end of the transaction: who allocates an instance on it and who changes whose it is wait for each other.
    /// </summary>
    public static Task LockDatabaseServerAsync(this IAppDb db, DatabaseServerId id, CancellationToken cancellationToken) =>
        db.Database.SqlQuery<Guid>($"select id as \"Value\" from database_servers where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);

    /// <summary>For who adds one: until the end of the transaction nobody else does, nor is one changed.</summary>
    public static Task LockDatabaseServersAsync(this IAppDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"lock table database_servers in share row exclusive mode", cancellationToken);

    // NO KEY UPDATE, not UPDATE: inserting a row that refers to a locked one must not wait, or two commands could wait for each other.
    // AnyAsync would wrap the query in EXISTS, where a lock is taken only if the planner happens to read the row.
    private static async Task<bool> AnyRowAsync(this IQueryable<Guid> query, CancellationToken cancellationToken) =>
        (await query.ToListAsync(cancellationToken)).Count > 0;
}
