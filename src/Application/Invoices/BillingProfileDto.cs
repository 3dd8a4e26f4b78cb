using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>What stands on the invoices that a customer gets from now on.</summary>
/// <param name="Name">Of the account, until another is given.</param>
/// <param name="Address">Lines, parted by newlines.</param>
/// <param name="Tin">Taxpayer identification number.</param>
/// <param name="Credit">Paid and not used yet; the next invoice is paid with it.</param>
public sealed record BillingProfileDto(string Name, string? Address, string? Tin, string? VatNumber, List<CreditDto> Credit, uint Version) : IVersioned;

public sealed record CreditDto(string Currency, decimal Amount)
{
    internal static CreditDto From(BillingAccount account) => new(account.Currency.Code, account.Credit);
}

internal static class BillingProfileViews
{
    /// <summary>What invoices bear while no other name is given.</summary>
    public static string AccountsName(string? company, PersonName name) => company ?? name.Full;

    public static async Task<BillingProfileDto> BillingProfileOfAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken)
    {
        var found = await (
            from c in db.Customers.AsNoTracking().Where(c => c.Id == id)
            from p in db.BillingProfiles.Where(p => p.CustomerId == c.Id).DefaultIfEmpty()
            select new { c.Name, c.Company, Profile = p }).SingleAsync(cancellationToken);
        var accounts = await db.BillingAccounts.AsNoTracking().Where(a => a.CustomerId == id && a.Credit > 0).OrderBy(a => a.Currency).ToListAsync(cancellationToken);
        var credit = accounts.ConvertAll(CreditDto.From);
        return found.Profile is { } own
            ? new(own.Name, own.Address, own.Tin, own.VatNumber, credit, own.Version)
            : new(AccountsName(found.Company, found.Name), null, null, null, credit, Version: 0);
    }
}
