using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Members;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Customers;

/// <summary>What ends with an account. All in one transaction, under the lock on the customer's row; the caller saves.</summary>
internal static class CustomerClosing
{
    /// <summary>Closes the account, by its customer or by an operator. Only an operator opens it again.</summary>
    public static async Task<Result> DeactivateAsync(
        this IAppDb db, Customer customer, IMailOutbox outbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (customer.Deactivate(now) is { IsFailure: true } refused)
            return refused;
        if (await db.SuspendTenantsAsync(customer.Id, now, cancellationToken) is { IsFailure: true } kept)
            return kept;

        await db.EndAccessAsync(customer.Id, now, cancellationToken);
        outbox.PostHappened(MailTemplate.AccountDeactivated, customer, now);
        return Result.Success;
    }

    /// <summary>Sessions, API keys and links in mails: dead at once on every node, and dead for good.</summary>
    public static async Task EndAccessAsync(this IAppDb db, CustomerId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.EndSessionsAsync(id, now, except: null, cancellationToken);
        await db.RevokeKeysAsync(id, now, cancellationToken);
        await db.VoidTokensAsync(id, cancellationToken);
    }

    /// <summary>
    /// What lets somebody in beside the password and the mailbox: before the address was proved, a stranger may have left it in wait for the
    /// address's owner.
    /// </summary>
    public static async Task DropWhatAStrangerLeftAsync(this IAppDb db, CustomerId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.RevokeKeysAsync(id, now, cancellationToken);
        await db.KnownDevices.Where(d => d.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
        if (await db.SecondFactors.SingleOrDefaultAsync(f => f.CustomerId == id, cancellationToken) is not { } factor)
            return;

        if (factor.IsOn)
            factor.Disable(now);
        db.SecondFactors.Remove(factor);
    }

    /// <summary>Suspends the tenants that have no other owner whose account is open.</summary>
    public static async Task<Result> SuspendTenantsAsync(this IAppDb db, CustomerId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var tenant in await db.LockWithMembersOfAsync(id, cancellationToken))
        {
            var owners = tenant.Members.Where(m => m.Role is TenantRole.Owner).Select(m => m.CustomerId).ToList();
            var isRun = !owners.Contains(id) || await db.Customers.AnyAsync(
                c => owners.Contains(c.Id) && c.Id != id && c.Status == CustomerStatus.Active, cancellationToken);
            if (!isRun && tenant.Suspend(now) is { IsFailure: true } refused)
                return refused;
        }

        return Result.Success;
    }

    /// <summary>Closes the tenants that are the customer's alone, and leaves the others.</summary>
    public static async Task LeaveAsync(
        this IAppDb db, IReadOnlyCollection<Tenant> tenants, CustomerId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var tenant in tenants)
        {
            var left = tenant.IsOwnedOnlyBy(id) ? await db.CloseAsync(tenant, now, cancellationToken) : tenant.Remove(id, now);
            // The other owners may have closed their accounts before: then nobody runs it any more.
            if (!left.IsFailure && tenant.Status is TenantStatus.Active && !await db.HasOpenOwnerAsync(tenant, cancellationToken))
                left = tenant.Suspend(now);
            if (left.IsFailure)
                throw new InvalidOperationException($"The tenant was looked at under its lock and cannot be left: {left.Error.Code}.");

            await db.BillSubscriptionAsync(tenant, cancellationToken);
        }
    }

    /// <summary>All that refers to the person and that nothing else needs, also what was sent to the address before it had an account.</summary>
    public static async Task EraseAsync(this IAppDb db, CustomerId id, Email address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Sessions.Where(s => s.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ApiKeys.Where(k => k.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
        await db.SecondFactors.Where(f => f.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
        await db.KnownDevices.Where(d => d.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Mails.Where(m => m.CustomerId == id || m.Recipient == address).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(i => i.Email == address).ExecuteDeleteAsync(cancellationToken);
        await db.Invitations.Where(i => i.InvitedBy == id && i.ClosedAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.ClosedAt, now), cancellationToken);
        await db.Payments.Where(p => p.CustomerId == id && p.Phone != null)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Phone, (string?)null), cancellationToken);
        // Invoices keep what stood on them when they were issued.
        await db.BillingProfiles.Where(p => p.CustomerId == id).ExecuteDeleteAsync(cancellationToken);
        await db.VoidTokensAsync(id, cancellationToken);
    }

    private static Task<int> RevokeKeysAsync(this IAppDb db, CustomerId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ApiKeys.Where(k => k.CustomerId == id && k.RevokedAt == null)
            .ExecuteUpdateAsync(k => k.SetProperty(x => x.RevokedAt, now), cancellationToken);

    /// <summary>In the order of their ids, as everybody who locks several.</summary>
    public static async Task<List<Tenant>> LockWithMembersOfAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken)
    {
        var ids = await db.Tenants
            .Where(t => t.Status != TenantStatus.Terminated && db.TenantMembers.Any(m => m.TenantId == t.Id && m.CustomerId == id))
            .OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancellationToken);

        var tenants = new List<Tenant>();
        foreach (var tenant in ids)
            tenants.Add((await db.LockWithMembersAsync(tenant, cancellationToken))!);
        return tenants;
    }
}
