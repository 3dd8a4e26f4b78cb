using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>A customer's money in one currency. Its row is locked by whoever moves any of it.</summary>
public sealed class BillingAccount
{
    private BillingAccount()
    {
    }

    public CustomerId CustomerId { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;

    /// <summary>Paid and not used yet; never below 0.</summary>
    public decimal Credit { get; private set; }

    /// <summary>Follows a transaction of the ledger on <see cref="LedgerAccount.Credit"/>.</summary>
    /// <param name="amount">Below 0 for what is used.</param>
    /// <exception cref="InvalidOperationException">There is not as much.</exception>
    public void Change(decimal amount) => Credit = Credit + amount >= 0
        ? Credit + amount
        : throw new InvalidOperationException($"{-amount} {Currency} of credit are used, and there are {Credit}.");
}
