using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>A customer's money in one currency. Its row is locked by whoever moves any of it.</summary>
public sealed partial class BillingAccount
{
    private BillingAccount()
    {
    }

    public CustomerId CustomerId { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;

    /// <summary>Paid and not used yet; never below 0.</summary>
    public decimal Credit { get; private set; }
}
