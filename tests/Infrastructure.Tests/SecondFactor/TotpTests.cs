using System.Xml.Linq;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;
using SaaSOdoo.Infrastructure.SecondFactor;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.SecondFactor;

public sealed class TotpTests
{
    // RFC 6238, appendix B: the ASCII secret 12345678901234567890; its codes have 8 digits, of which ours are the last 6.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private readonly OtpNetTotp totp = new();

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        totp.FindStep(Secret, code[2..], now).ShouldBe(seconds / 30);
        Totp.CodeAt(Secret, now).ShouldBe(code[2..]);
    }

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
        totp.FindStep(Secret, code, now).ShouldBe(taken ? 37_037_037 + (int)Math.Floor(seconds / 30.0) : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0000000")]
    [InlineData("٠٥٠٤٧١")]
    [InlineData("05047l")]
    public void Malformed_or_wrong_totp_code_is_refused(string code) =>
        totp.FindStep(Secret, code, DateTimeOffset.FromUnixTimeSeconds(1_111_111_111)).ShouldBeNull();

    [Fact]
    public void Any_secret_of_ours_makes_the_same_codes_in_both_implementations()
    {
        var random = new RandomSecrets();
        var now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000);
        for (var i = 0; i < 200; i++, now = now.AddSeconds(7919))
        {
            var secret = random.Base32(Authenticator.SecretLength);
            totp.FindStep(secret, Totp.CodeAt(secret, now), now).ShouldBe(now.ToUnixTimeSeconds() / 30);
        }
    }

    [Fact]
    public void The_address_for_the_QR_code_names_the_account_and_the_parameters() =>
        totp.Enrol("SaaSOdoo", Email.Create("email", "a+b@example.com").Value, Secret).Uri.ShouldBe(
            $"otpauth://totp/SaaSOdoo:a%2Bb%40example.com?secret={Secret}&issuer=SaaSOdoo&algorithm=SHA1&digits=6&period=30");

    [Fact]
    public void The_QR_code_is_an_SVG_of_its_own_for_each_secret_and_fits_the_longest_address()
    {
        var longest = Email.Create("email", $"{new string('a', 64)}@{string.Join('.', Enumerable.Repeat(new string('b', 59), 3))}.com").Value;
        var codes = new[] { Secret, new string('A', Authenticator.SecretLength) }.Select(secret => totp.Enrol("SaaSOdoo", longest, secret)).ToList();

        foreach (var code in codes)
        {
            var svg = XDocument.Parse(code.QrSvg).Root.ShouldNotBeNull();
            svg.Name.ShouldBe(XName.Get("svg", "http://www.w3.org/2000/svg"));
            svg.Attribute("viewBox").ShouldNotBeNull();
            svg.DescendantsAndSelf().Select(e => e.Name.LocalName).ShouldBeSubsetOf(["svg", "rect", "path"]);
            code.ToString().ShouldNotContain("otpauth");
        }

        codes[0].QrSvg.ShouldNotBe(codes[1].QrSvg);
    }
}
