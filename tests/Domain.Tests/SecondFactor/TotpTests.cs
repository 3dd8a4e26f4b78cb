using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Domain.Tests.SecondFactor;

public sealed class TotpTests
{
    // RFC 6238, appendix B: the ASCII secret 12345678901234567890; its codes have 8 digits, of which ours are the last 6.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) =>
        Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)).ShouldBe(code[2..]);

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_off_by_one_step(int seconds, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_110);
        var code = Totp.CodeAt(Secret, now.AddSeconds(seconds));
        Totp.FindStep(Secret, code, now).ShouldBe(taken ? 37_037_037 + (int)Math.Floor(seconds / 30.0) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0000000")]
    [InlineData("٠٥٠٤٧١")]
    [InlineData("05047l")]
    public void What_is_no_code_is_none(string code) => Totp.FindStep(Secret, code, DateTimeOffset.FromUnixTimeSeconds(1_111_111_111)).ShouldBeNull();

    [Fact]
    public void The_address_for_the_QR_code_names_the_account_and_the_parameters() =>
        Totp.UriOf("SaaSOdoo", Email.Create("email", "a+b@example.com").Value, Secret).ShouldBe(
            $"otpauth://totp/SaaSOdoo:a%2Bb%40example.com?secret={Secret}&issuer=SaaSOdoo&algorithm=SHA1&digits=6&period=30");
}
