using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Common;

// Whose payments are whose: they follow the tenant, as its invoices do.
public static partial class Ownership
{
    public static IQueryable<Payment> PaymentsOf(this IAppDb db, ICaller caller) =>
        db.Payments.Where(p => db.TenantMembers.Any(m => m.TenantId == p.TenantId && m.CustomerId == caller.CustomerId));

    /// <summary>Every payment for an operator; else those of the caller's tenants.</summary>
    public static IQueryable<Payment> PaymentsSeenBy(this IAppDb db, ICaller caller) => caller.IsAdmin ? db.Payments : db.PaymentsOf(caller);

    public static IQueryable<Payment> NewestPaymentsOf(
        this IAppDb db, ICaller caller, Paging paging, TenantId? tenant, InvoiceId? invoice, PaymentStatus? status) => db.Payments.FromSql(
        $"""
        select found.* from tenant_members m cross join lateral (
            select p.* from payments p
            where p.tenant_id = m.tenant_id and p.id < {paging.After ?? End} and ({WireName(status)}::text is null or p.status = {WireName(status)})
                and ({invoice?.Value}::uuid is null or p.invoice_id = {invoice?.Value})
            order by p.id desc limit {paging.Limit + 1}) found
        where m.customer_id = {caller.CustomerId.Value} and ({tenant?.Value}::uuid is null or m.tenant_id = {tenant?.Value})
        """);

    /// <summary>
    /// Locks the payment's row until the end of the transaction: who changes it and its worker wait for each other. After the customer's account
    /// and the invoice, where those are locked too.
    /// </summary>
    /// <returns>False when there is no such payment.</returns>
    public static async Task<bool> LockPaymentAsync(this IAppDb db, PaymentId id, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Guid>($"select id as \"Value\" from payments where id = {id.Value} for no key update").AnyRowAsync(cancellationToken);
}
