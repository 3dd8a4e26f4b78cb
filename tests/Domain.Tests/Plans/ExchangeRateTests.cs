using System.Globalization;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Tests.Plans;

public sealed class ExchangeRateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, 400, TimeSpan.Zero);

    [Theory]
    // billing.md's figure.
    [InlineData("22.80", "26.4137", "602.23")]
    [InlineData("8.00", "26.4137", "211.31")]
    // Ties go to the even cent.
    [InlineData("0.50", "0.01", "0.00")]
    [InlineData("1.50", "0.01", "0.02")]
    [InlineData("2.50", "0.01", "0.02")]
    [InlineData("999999999.99", "1000000", "999999999990000.00")]
    public void Price_in_another_currency_is_rounded_half_even(string usd, string rate, string amount) =>
        ExchangeRate.Convert(Number(usd), Number(rate)).ShouldBe(Number(amount));

    [Fact]
    public void Rate_is_valid_from_a_whole_second_on()
    {
        var rate = ExchangeRate.Create("ZWG", 26.4137m, validFrom: null, Now).Value;
        (rate.Rate, rate.ValidFrom, rate.CreatedAt).ShouldBe((26.4137m, Now.AddMilliseconds(-400), Now));
        var later = new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.FromHours(2));
        ExchangeRate.Create("ZWG", 26.4137m, later, Now).Value.ValidFrom.ShouldBe(new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("ZWG", "0", "rate")]
    [InlineData("ZWG", "-1", "rate")]
    [InlineData("ZWG", "26.4137001", "rate")]
    [InlineData("ZWG", "1000000.000001", "rate")]
    [InlineData("USD", "1", "currency")]
    [InlineData("ZWL", "1", "currency")]
    [InlineData("zwg", "1", "currency")]
    [InlineData(null, "1", "currency")]
    public void Rate_that_is_none_is_refused(string? currency, string rate, string field) =>
        ExchangeRate.Create(currency, Number(rate), validFrom: null, Now).Error.Fields.Keys.ShouldBe([field]);

    [Fact]
    public void Rate_does_not_begin_in_the_past() =>
        ExchangeRate.Create("ZWG", 1m, Now.AddSeconds(-1), Now).Error.Fields.Keys.ShouldBe(["valid_from"]);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
