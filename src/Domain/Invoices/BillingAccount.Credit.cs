namespace SaaSOdoo.Domain.Invoices;

public sealed partial class BillingAccount
{
    /// <summary>Follows a transaction of the ledger on <see cref="LedgerAccount.Credit"/>.</summary>
    /// <param name="amount">Below 0 for what is used.</param>
    /// <exception cref="InvalidOperationException">There is not as much.</exception>
    public void Change(decimal amount) => Credit = Credit + amount >= 0
        ? Credit + amount
        : throw new InvalidOperationException($"{-amount} {Currency} of credit are used, and there are {Credit}.");
}
