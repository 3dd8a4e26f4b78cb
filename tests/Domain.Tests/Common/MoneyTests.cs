using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Tests.Common;

public sealed class MoneyTests
{
    private static Arbitrary<int> Cents => Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary();

    [Fact]
    public void Adding_and_taking_away_conserves_every_cent() => Prop.ForAll(Cents, Cents, (a, b) =>
    {
        var (left, right) = (Usd(a / 100m), Usd(b / 100m));
        (left + right - right).ShouldBe(left);
        (left + right).ShouldBe(right + left);
        (left + right).Amount.ShouldBe(((long)a + b) / 100m);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_cents_are_taken_and_written_with_two_decimals() => Prop.ForAll(Cents, cents =>
    {
        var text = Usd(cents / 100m).ToString();
        text.ShouldEndWith(" USD");
        text.Split(' ')[0].Split('.')[1].Length.ShouldBe(2);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_of_a_cent_are_refused_not_rounded() => Prop.ForAll(Cents, Gen.Choose(1, 9).ToArbitrary(), (cents, thousandth) =>
        Money.Create("amount", cents / 100m + thousandth / 1000m, Currency.Usd).IsFailure).QuickCheckThrowOnFailure();

    [Fact]
    public void Amount_over_the_column_range_is_refused()
    {
        Usd(Money.Max).Amount.ShouldBe(9_999_999_999_999_999.99m);
        Money.Create("amount", Money.Max + 0.01m, Currency.Usd).Error.Fields.Keys.ShouldBe(["amount"]);
        Should.Throw<InvalidOperationException>(() => Usd(Money.Max) + Usd(0.01m));
    }

    [Fact]
    public void Currencies_are_never_mixed()
    {
        var zwg = Money.Create("amount", 1m, Currency.Zwg).Value;
        Should.Throw<InvalidOperationException>(() => Usd(1m) + zwg);
        Should.Throw<InvalidOperationException>(() => Usd(1m) - zwg);
        Usd(1m).ShouldNotBe(zwg);
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("EUR")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_currencies_are_refused(string? code) =>
        Currency.Create("currency", code).Error.Fields.Keys.ShouldBe(["currency"]);

    private static Money Usd(decimal amount) => Money.Create("amount", amount, Currency.Usd).Value;
}
