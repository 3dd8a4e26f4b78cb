using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Tests.Invoices;

public sealed class InvoiceTests
{
    [Fact]
    public void Tax_is_taken_from_the_total_and_not_from_the_lines()
    {
        var invoice = Bills.Of(15.5m, Bills.Line(-10.52m), Bills.Line(24.99m));
        (invoice.Total, invoice.Tax, invoice.Net, invoice.AmountDue).ShouldBe((14.47m, 1.94m, 12.53m, 14.47m));
    }

    [Fact]
    public void What_is_given_back_bears_the_rate_that_it_was_charged_at()
    {
        var invoice = Bills.Of(15.5m, Bills.Line(-10.52m, taxRate: 15m), Bills.Line(24.99m));
        invoice.TaxParts().ShouldBe([new(15m, -10.52m, -1.37m), new(15.5m, 24.99m, 3.35m)]);
        (invoice.Tax, invoice.Net).ShouldBe((1.98m, 12.49m));
    }

    [Fact]
    public void Seller_without_vat_number_charges_no_tax()
    {
        var invoice = Bills.Of(taxRate: null, Bills.Line(22.80m));
        (invoice.Tax, invoice.Net).ShouldBe((0m, 22.80m));
        invoice.TaxParts().ShouldBeEmpty();
    }

    [Fact]
    public void Credit_notes_in_any_parts_take_back_the_tax_to_the_cent() => Prop.ForAll(
        Gen.Choose(1, 100_000).ToArbitrary(), Gen.Choose(0, 3_000).ToArbitrary(), Gen.Choose(1, 99).NonEmptyListOf().ToArbitrary(), (cents, rate, parts) =>
        {
            var invoice = Bills.Of(rate / 100m, Bills.Line(cents / 100m));
            var notes = new List<Invoice>();
            foreach (var part in parts.Append(100))
            {
                var left = invoice.Total - invoice.Credited;
                var amount = part == 100 ? left : Money.Round(left * part / 100);
                if (amount == 0)
                    continue;

                invoice.Credit(amount, Bills.Moment);
                notes.Add(invoice.CreditNote(amount, $"CN-{notes.Count}", "Taken back", Bills.Moment));
            }

            notes.Sum(n => n.Total).ShouldBe(invoice.Total);
            notes.Sum(n => n.Tax).ShouldBe(invoice.Tax);
            notes.ShouldAllBe(n => n.Tax >= 0 && n.Net + n.Tax == n.Total && n.AmountDue == 0);
            invoice.Status.ShouldBe(InvoiceStatus.Void);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Credit_takes_first_what_is_not_paid_then_what_was_given_up_then_what_is_paid()
    {
        var invoice = Bills.Of(15.5m, Bills.Line(22.80m));
        invoice.Allocate(10m, Bills.Moment);
        invoice.Credit(2.80m, Bills.Moment).ShouldBe((0m, 0m));
        invoice.WriteOff(Bills.Moment).ShouldBe(10m);
        invoice.Credit(4m, Bills.Moment).ShouldBe((4m, 0m));
        invoice.Credit(8m, Bills.Moment).ShouldBe((6m, 2m));
        (invoice.Allocated, invoice.Credited, invoice.WrittenOff, invoice.AmountDue, invoice.Status).ShouldBe((8m, 14.80m, 0m, 0m, InvoiceStatus.Paid));
    }

    [Fact]
    public void Credit_that_is_paid_out_takes_first_what_is_paid_and_leaves_what_is_due()
    {
        var invoice = Bills.Of(15.5m, Bills.Line(22.80m));
        invoice.Allocate(17.80m, Bills.Moment);
        invoice.Credit(10m, Bills.Moment, paidFirst: true).ShouldBe((0m, 10m));
        (invoice.Allocated, invoice.Credited, invoice.AmountDue, invoice.Status).ShouldBe((7.80m, 10m, 5m, InvoiceStatus.Open));
        invoice.Credit(10m, Bills.Moment, paidFirst: true).ShouldBe((0m, 7.80m));
        (invoice.Allocated, invoice.Credited, invoice.AmountDue).ShouldBe((0m, 20m, 2.80m));
    }

    [Fact]
    public void Written_off_invoice_is_payable_and_says_how_much_of_it_is_undone()
    {
        var invoice = Bills.In(InvoiceStatus.Uncollectible);
        (invoice.AmountDue, invoice.Payable).ShouldBe((0m, 22.80m));
        invoice.Allocate(20m, Bills.Moment).ShouldBe(20m);
        invoice.Allocate(2.80m, Bills.Moment).ShouldBe(2.80m);
        (invoice.Status, invoice.PaidAt).ShouldBe((InvoiceStatus.Paid, Bills.Moment.Now));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("22.81")]
    [InlineData("0.001")]
    public void Amount_that_is_not_there_is_a_bug(string text)
    {
        var amount = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Should.Throw<InvalidOperationException>(() => Bills.In(InvoiceStatus.Open).Allocate(amount, Bills.Moment));
        Should.Throw<InvalidOperationException>(() => Bills.In(InvoiceStatus.Open).Credit(amount, Bills.Moment));
        Should.Throw<InvalidOperationException>(() => Bills.In(InvoiceStatus.Paid).Reopen(amount, Bills.Moment));
    }

    [Fact]
    public void Lines_without_a_sum_cannot_be_invoiced()
    {
        Should.Throw<ArgumentException>(() => Bills.Of(null, Bills.Line(-1m)));
        Should.Throw<ArgumentException>(() => Bills.Of(null, Bills.Line(1.001m)));
    }

    [Fact]
    public void Transaction_that_does_not_balance_is_a_bug()
    {
        var cause = new LedgerCause(LedgerKind.MoneyIn, "key", new(Guid.CreateVersion7()), Currency.Usd);
        Should.Throw<ArgumentException>(() => LedgerTransaction.Of(cause, Bills.Moment, (LedgerAccount.Manual, 1m), (LedgerAccount.Credit, -1.01m)));
        var issued = LedgerTransaction.Of(cause, Bills.Moment, (LedgerAccount.Receivable, 8m), (LedgerAccount.Revenue, -8m), (LedgerAccount.Tax, 0m));
        issued.Entries.Select(e => (e.Position, e.Account, e.Debit, e.Credit)).ShouldBe([(1, LedgerAccount.Receivable, 8m, 0m), (2, LedgerAccount.Revenue, 0m, 8m)]);
    }
}
