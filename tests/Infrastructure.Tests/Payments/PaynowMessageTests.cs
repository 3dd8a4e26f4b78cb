using System.Text;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

public sealed class PaynowMessageTests
{
    private const string Key = FakePaynow.UsdKey;

    private const string Inbound =
        "status=Ok&browserurl=https%3a%2f%2fstaging.paynow.co.zw%2fPayment%2fConfirmPayment%2f9510"
        + "&pollurl=https%3a%2f%2fstaging.paynow.co.zw%2fInterface%2fCheckPayment%2f%3fguid%3dc7ed41da-0159-46da-b428-69549f770413&paynowreference=9510"
        + "&hash=750DD0B0DF374678707BB5AF915AF81C228B9058AD57BB7120569EC68BBB9C2EFC1B26C6375D2BC562AC909B3CD6B2AF1D42E1A5E479FFAC8F4FB3FDCE71DF4D";

    [Fact]
    public void Outbound_vector_of_the_protocol_is_hashed_as_published() => PaynowMessage.Hash(
        [
            "1201", "TEST REF", "99.99", "A test ticket transaction", "http://www.google.com/search?q=returnurl", "http://www.google.com/search?q=resulturl",
            "Message",
        ],
        Key).ShouldBe("2A033FC38798D913D42ECB786B9B19645ADEDBDE788862032F1BD82CF3B92DEF84F316385D5B40DBB35F1A4FD7D5BFE73835174136463CDD48C9366B0749C689");

    [Fact]
    public void Inbound_vector_of_the_protocol_is_taken_for_signed()
    {
        var message = Parse(Inbound)!;

        message.IsSignedWith(Key).ShouldBeTrue();
        message.IsSignedWith(Key.ToUpperInvariant()).ShouldBeTrue();
        message.IsSignedWith(FakePaynow.ZwgKey).ShouldBeFalse();
        message["PollUrl"].ShouldBe("https://staging.paynow.co.zw/Interface/CheckPayment/?guid=c7ed41da-0159-46da-b428-69549f770413");
    }

    [Theory]
    [InlineData("paynowreference=9510", "paynowreference=9511")]
    [InlineData("status=Ok&", "")]
    [InlineData("&hash=750D", "&hash=750E")]
    [InlineData("&hash=", "&hush=")]
    [InlineData("status=Ok&browserurl", "extra=1&status=Ok&browserurl")]
    public void Message_that_was_changed_is_not_signed(string what, string by) => Parse(Inbound.Replace(what, by, StringComparison.Ordinal))!.IsSignedWith(Key).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("&&")]
    [InlineData("status=Ok&Status=Paid")]
    [InlineData("status=Ok&status=Ok")]
    [InlineData("status=%4")]
    [InlineData("status=%zz")]
    [InlineData("status=%ff%fe")]
    [InlineData("=Ok")]
    public void Damaged_or_ambiguous_message_is_none(string body) => Parse(body).ShouldBeNull();

    [Fact]
    public void Message_with_too_many_fields_is_none() => Parse(string.Join('&', Enumerable.Range(0, 65).Select(n => $"f{n}=1"))).ShouldBeNull();

    [Fact]
    public void Value_is_decoded_once() => Parse("a=%2541+b%2Bc")!["A"].ShouldBe("%41 b+c");

    [Fact]
    public void Message_that_we_sign_is_what_the_gateway_verifies()
    {
        var form = PaynowMessage.Sign([new("id", "1201"), new("reference", "Größe & Maß = 5 % 😀"), new("amount", "0.10"), new("status", "Message")], Key);

        var fields = PaynowWire.Read(form);
        PaynowWire.IsSigned(fields, Key).ShouldBeTrue();
        fields.Value("reference").ShouldBe("Größe & Maß = 5 % 😀");
    }

    private static PaynowMessage? Parse(string body) => PaynowMessage.Parse(Encoding.UTF8.GetBytes(body));
}
