using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Tests.Invoices;

public sealed class TaxTests
{
    [Theory]
    [InlineData("22.80", "15.5", "3.06", "19.74")]
    [InlineData("14.47", "15.5", "1.94", "12.53")]
    [InlineData("22.80", "0", "0", "22.80")]
    [InlineData("-22.80", "15.5", "-3.06", "-19.74")]
    public void Tax_is_part_of_the_gross_amount(string gross, string rate, string tax, string net)
    {
        Tax.Of(Number(gross), Number(rate)).ShouldBe(Number(tax));
        (Number(gross) - Tax.Of(Number(gross), Number(rate))).ShouldBe(Number(net));
    }

    [Fact]
    public void Tax_is_of_the_total_and_not_the_sum_of_the_lines()
    {
        // 0.13 three times: each has 0.02 of tax, together they have 0.05.
        Tax.Of(0.13m, 15.5m).ShouldBe(0.02m);
        Tax.Of(0.39m, 15.5m).ShouldBe(0.05m);
    }

    [Fact]
    public void Half_a_cent_of_tax_goes_to_the_even_cent()
    {
        Tax.Of(0.05m, 100m).ShouldBe(0.02m);
        Tax.Of(0.07m, 100m).ShouldBe(0.04m);
    }

    [Fact]
    public void Tax_and_its_reversal_cancel_out_and_tax_never_exceeds_the_gross() => Prop.ForAll(
        Gen.Choose(0, 1_000_000_000).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (cents, rate) =>
        {
            var (gross, tax) = (cents / 100m, Tax.Of(cents / 100m, rate / 100m));
            Tax.Of(-gross, rate / 100m).ShouldBe(-tax);
            tax.ShouldBeInRange(0m, gross);
            decimal.Round(tax, 2).ShouldBe(tax);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Negative_rate_is_a_bug() => Should.Throw<ArgumentOutOfRangeException>(() => Tax.Of(1m, -1m));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
