using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Domain.Tests.Payments;

public sealed class MobileMoneyTests
{
    [Theory]
    [InlineData(PaymentMethod.Ecocash, "+263771234567", true)]
    [InlineData(PaymentMethod.Ecocash, "+263781234567", true)]
    [InlineData(PaymentMethod.Ecocash, "+263711234567", false)]
    [InlineData(PaymentMethod.Ecocash, "+263731234567", false)]
    [InlineData(PaymentMethod.Onemoney, "+263711234567", true)]
    [InlineData(PaymentMethod.Onemoney, "+263771234567", false)]
    [InlineData(PaymentMethod.Innbucks, "+263731234567", true)]
    [InlineData(PaymentMethod.Ecocash, "+26377123456", false)]
    [InlineData(PaymentMethod.Ecocash, "+2637712345678", false)]
    [InlineData(PaymentMethod.Ecocash, "+27771234567", false)]
    public void Network_of_the_number_must_be_the_methods(PaymentMethod method, string phone, bool fits) => MobileMoney.Fits(method, phone).IsFailure.ShouldBe(!fits);

    [Fact]
    public void Gateway_gets_the_number_as_it_is_dialled() => MobileMoney.Dialled("+263771234567").ShouldBe("0771234567");

    [Fact]
    public void Refusal_says_which_numbers_pay() => MobileMoney.Fits(PaymentMethod.Ecocash, "+263711234567").Error.Message
        .ShouldBe("ecocash pays from a number in Zimbabwe that begins with 077, 078.");
}
