using FsCheck.Xunit;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Tests.Customers;

public sealed class EmailTests
{
    [Theory]
    [InlineData("a+b@example.com", "a@example.com")]
    [InlineData("A.b+c+d@Example.com", "a.b@example.com")]
    [InlineData("first.last+x@gmail.com", "firstlast@gmail.com")]
    [InlineData("firstlast@googlemail.com", "firstlast@gmail.com")]
    [InlineData("+tag@example.com", "+tag@example.com")]
    [InlineData("a.b@example.com", "a.b@example.com")]
    public void Spellings_of_an_address_are_one_mailbox(string address, string mailbox) =>
        Email.Create("email", address).Value.Mailbox.ShouldBe(mailbox);

    [Theory]
    [InlineData("a@b.co", "a@b.co")]
    [InlineData("  Tendai.Moyo+erp@Example.CO.ZW ", "tendai.moyo+erp@example.co.zw")]
    [InlineData("o'brien@xn--bcher-kva.example", "o'brien@xn--bcher-kva.example")]
    public void An_address_is_trimmed_and_lower_cased(string given, string expected) => Email.Create("email", given).Value.Value.ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a@b")]
    [InlineData("@b.co")]
    [InlineData("a@")]
    [InlineData("a@@b.co")]
    [InlineData("a b@c.co")]
    [InlineData(".a@b.co")]
    [InlineData("a.@b.co")]
    [InlineData("a..b@c.co")]
    [InlineData("a@b..co")]
    [InlineData("a@-b.co")]
    [InlineData("a@b.c0-")]
    [InlineData("a@1.2.3.4")]
    [InlineData("a@[1.2.3.4]")]
    [InlineData("\"a b\"@c.co")]
    [InlineData("a@b.co\r\nBcc: all@b.co")]
    [InlineData("a\r\n@b.co")]
    [InlineData("a@b.co, c@d.co")]
    [InlineData("a <a@b.co>")]
    [InlineData("'; drop table customers; --@b.co")]
    [InlineData("a\0@b.co")]
    [InlineData("аdmin@example.com")] // Cyrillic а
    [InlineData("admin@exаmple.com")]
    [InlineData("admin\u202e@example.com")]
    public void Malformed_email_address_is_refused_by_field(string? given) => Email.Create("email", given).Error.Fields.Keys.ShouldBe(["email"]);

    [Fact]
    public void Lengths_are_bounded()
    {
        Email.Create("email", $"{new string('a', 64)}@b.co").IsFailure.ShouldBeFalse();
        Email.Create("email", $"{new string('a', 65)}@b.co").IsFailure.ShouldBeTrue();
        var domain = string.Concat(Enumerable.Repeat(new string('d', 49) + ".", 5));
        Email.Create("email", $"a@{domain}co").IsFailure.ShouldBeFalse();
        Email.Create("email", $"abc@{domain}co").IsFailure.ShouldBeTrue();
    }

    [Property]
    public void Accepted_email_address_is_one_line_of_ascii_and_stable(string? text)
    {
        foreach (var given in new[] { text, $"{text}@example.com", $"a@{text}.com", $"a@b.co{text}" })
        {
            var email = Email.Create("email", given);
            if (email.IsFailure)
                continue;
            email.Value.Value.All(c => c is > ' ' and < '\x7f').ShouldBeTrue();
            Email.Create("email", email.Value.Value.ToUpperInvariant()).Value.ShouldBe(email.Value);
        }
    }
}
