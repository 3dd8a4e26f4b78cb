using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Common;

// Whose invoices are whose: they follow the tenant.
public static partial class Ownership
{
    public static IQueryable<Invoice> InvoicesOf(this IAppDb db, ICaller caller) =>
        db.Invoices.Where(i => db.TenantMembers.Any(m => m.TenantId == i.TenantId && m.CustomerId == caller.CustomerId));

    /// <summary>Every invoice for an operator; else those of the caller's tenants.</summary>
    public static IQueryable<Invoice> InvoicesSeenBy(this IAppDb db, ICaller caller) => caller.IsAdmin ? db.Invoices : db.InvoicesOf(caller);

    /// <summary>
    /// Of these tenants, those whose payers the caller may know. Every member reads what is due and paid; telephone, address and the numbers of
    /// who pays are for owners and operators (ADR 0021).
    /// </summary>
    public static async Task<IReadOnlySet<TenantId>> PayersShownAsync(
        this IAppDb db, ICaller caller, IReadOnlyCollection<TenantId> tenants, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var shown = caller.IsAdmin
            ? tenants
            : await db.TenantMembers.Where(m => m.CustomerId == id && m.Role == TenantRole.Owner && tenants.Contains(m.TenantId)).Select(m => m.TenantId)
                .ToListAsync(cancellationToken);
        return shown.ToHashSet();
    }

    /// <inheritdoc cref="PayersShownAsync"/>
    public static async Task<bool> IsPayerShownAsync(this IAppDb db, ICaller caller, TenantId tenant, CancellationToken cancellationToken) =>
        (await db.PayersShownAsync(caller, [tenant], cancellationToken)).Contains(tenant);

    public static IQueryable<Invoice> NewestInvoicesOf(this IAppDb db, ICaller caller, Paging paging, TenantId? tenant, InvoiceStatus? status) =>
        db.Invoices.FromSql(
        $"""
        select found.* from tenant_members m cross join lateral (
            select i.*, i.xmin from invoices i
            where i.tenant_id = m.tenant_id and i.id < {paging.After ?? End} and ({WireName(status)}::text is null or i.status = {WireName(status)})
            order by i.id desc limit {paging.Limit + 1}) found
        where m.customer_id = {caller.CustomerId.Value} and ({tenant?.Value}::uuid is null or m.tenant_id = {tenant?.Value})
        """);

    /// <summary>Locks the invoice's row until the end of the transaction, after the customer's account where that is locked too.</summary>
    /// <returns>False when there is no such invoice.</returns>
    public static async Task<bool> LockInvoiceAsync(this IAppDb db, InvoiceId id, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Guid>($"select id as \"Value\" from invoices where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);
}
