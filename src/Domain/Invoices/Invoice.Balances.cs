using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

// What is paid, taken back and given up. The status follows from these, and InvoiceLedger enters each of them in the books.
public sealed partial class Invoice
{
    /// <summary>What a payment may settle: what is due, and what was given up.</summary>
    public decimal Payable => Due + WrittenOff;

    private decimal Due => Kind is InvoiceKind.CreditNote ? 0 : Total - Allocated - Credited - WrittenOff;

    /// <summary>Pays with credit; what was given up is taken back before as far as the amount needs it.</summary>
    /// <returns>How much of what was given up is paid now.</returns>
    public decimal Allocate(decimal amount, BillingMoment moment)
    {
        Check(amount, Payable);
        var undone = Math.Max(0, amount - Due);
        (WrittenOff, Allocated) = (WrittenOff - undone, Allocated + amount);
        Settle(moment);
        return undone;
    }

    /// <summary>The gateway took back what had paid it: it is due again.</summary>
    public void Reopen(decimal amount, BillingMoment moment)
    {
        Check(amount, Allocated);
        Allocated -= amount;
        Settle(moment);
        Raise(new InvoiceReopened(Id, TenantId, SubscriptionId, Number, Due, Currency.Code, moment.Now, moment.At));
    }

    /// <summary>A credit note takes a part of it back: first what is not paid, then what was given up, then what is paid.</summary>
    /// <param name="paidFirst">What is paid comes first: it is given back to the payer.</param>
    /// <returns>How much of what was given up, and of what was paid, is undone by it.</returns>
    public (decimal WrittenOff, decimal Paid) Credit(decimal amount, BillingMoment moment, bool paidFirst = false)
    {
        Check(amount, Total - Credited);
        var first = paidFirst ? Math.Min(amount, Allocated) : 0;
        var unpaid = Math.Min(amount - first, Due);
        var givenUp = Math.Min(amount - first - unpaid, WrittenOff);
        var paid = amount - unpaid - givenUp;
        (Credited, WrittenOff, Allocated) = (Credited + amount, WrittenOff - givenUp, Allocated - paid);
        Settle(moment);
        return (givenUp, paid);
    }

    /// <summary>Gives up what is due.</summary>
    /// <returns>How much that was; 0 changes nothing.</returns>
    public decimal WriteOff(BillingMoment moment)
    {
        var amount = Due;
        if (amount == 0)
            return 0;

        WrittenOff += amount;
        Settle(moment);
        return amount;
    }

    private void Check(decimal amount, decimal most)
    {
        if (Kind is not InvoiceKind.Invoice || amount <= 0 || amount > most || Money.Round(amount) != amount)
            throw new InvalidOperationException($"{amount} is not an amount of {Number} that this can be done with; at most {most} is.");
    }

    private void Settle(BillingMoment moment)
    {
        var next = Due > 0 ? InvoiceStatus.Open
            : WrittenOff > 0 ? InvoiceStatus.Uncollectible
            : Allocated > 0 ? InvoiceStatus.Paid
            : InvoiceStatus.Void;
        if (!InvoiceTransitions.MayBecome(Status, next))
            throw new InvalidOperationException($"{Number} is {Status} and cannot become {next}.");

        // The database computes it as well; this is for whoever reads it before the invoice is saved.
        (AmountDue, UpdatedAt) = (Due, moment.Now);
        if (next == Status)
            return;

        Status = next;
        ClosedAt = next is InvoiceStatus.Open ? null : moment.Now;
        PaidAt = next switch { InvoiceStatus.Paid => moment.Now, InvoiceStatus.Open => null, _ => PaidAt };
        if (EventOf(next, moment) is { } happened)
            Raise(happened);
    }

    private InvoiceEvent? EventOf(InvoiceStatus status, BillingMoment moment) => status switch
    {
        InvoiceStatus.Paid => new InvoicePaid(Id, TenantId, SubscriptionId, Number, Total, Currency.Code, moment.Now, moment.At),
        InvoiceStatus.Void => new InvoiceVoided(Id, TenantId, SubscriptionId, Number, moment.Now, moment.At),
        InvoiceStatus.Uncollectible => new InvoiceUncollectible(Id, TenantId, SubscriptionId, Number, WrittenOff, Currency.Code, moment.Now, moment.At),
        InvoiceStatus.Open => null,
    };
}
