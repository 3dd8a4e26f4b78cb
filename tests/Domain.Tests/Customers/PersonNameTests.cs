using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Tests.Customers;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Tendai", "Moyo")]
    [InlineData("Jean-Luc", "O’Brien")]
    [InlineData("Anna Maria", "d'Arc")]
    [InlineData("Łukasz", "Żółć")]
    [InlineData("Αλέξης", "Ζορμπάς")]
    [InlineData("अमित", "शर्मा")]
    [InlineData("玉", "王")]
    [InlineData("Martin", "King Jr.")]
    [InlineData("Test", "User 2")]
    [InlineData("Gerard", "'t Hooft")]
    [InlineData("Gerard", "’t Hooft")]
    [InlineData("Suharto", "")]
    [InlineData("ශ්‍රී", "ලංකා")]
    [InlineData("امیر‌علی", "حسینی")]
    public void Names_of_every_script_are_accepted(string first, string last)
    {
        var name = PersonName.Create($" {first} ", last).Value;
        (name.First, name.Last).ShouldBe((first, last));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("1st")]
    [InlineData("-")]
    [InlineData("<b>Bold</b>")]
    [InlineData("Robert'); drop table customers;--")]
    [InlineData("$(reboot)")]
    [InlineData("a;b")]
    [InlineData("../etc/passwd")]
    [InlineData("Eve\r\nBcc: all@example.com")]
    [InlineData("Eve\tX")]
    [InlineData("Eve\0")]
    [InlineData("Eve\u202eevE")]
    [InlineData("E\u200bve")]
    [InlineData("Eve\ufeff")]
    [InlineData("E\u200dve")]
    [InlineData("Eve\u200d")]
    [InlineData("\u3164")]
    [InlineData("''t Hooft")]
    [InlineData("'")]
    [InlineData("Eve\ud800")]
    [InlineData("Eve\ue000")]
    [InlineData("Eve😀")]
    [InlineData("http://evil.example")]
    [InlineData("{{7*7}}")]
    [InlineData("%s%n")]
    public void Malformed_person_name_is_refused_by_field(string given)
    {
        PersonName.Create(given, "Moyo").Error.Fields.Keys.ShouldBe(["first_name"]);
        if (string.IsNullOrWhiteSpace(given))
            return;

        PersonName.Create("Tendai", given).Error.Fields.Keys.ShouldBe(["last_name"]);
        PersonName.Create(given, given).Error.Fields.Keys.ShouldBe(["first_name", "last_name"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void People_with_one_name_have_no_last_name(string? last)
    {
        var name = PersonName.Create("Suharto", last).Value;
        (name.First, name.Last, name.Full).ShouldBe(("Suharto", "", "Suharto"));
    }

    [Fact]
    public void A_name_has_50_characters_at_most()
    {
        PersonName.Create(new string('a', 50), "Moyo").IsFailure.ShouldBeFalse();
        PersonName.Create(new string('a', 51), "Moyo").IsFailure.ShouldBeTrue();
    }

    [Property]
    public void Accepted_person_name_is_visible_and_safe_in_headers_and_markup(string? text)
    {
        foreach (var given in new[] { text, $"A{text}", $"Anna{text}a" })
        {
            var name = PersonName.Create(given, "Moyo");
            if (name.IsFailure)
                continue;
            name.Value.First.IndexOfAny(['<', '>', '&', '"', '\r', '\n', '\0', ';', '$', '`', '/', '\\', '{']).ShouldBe(-1);
            name.Value.First.EnumerateRunes().Any(r => r.Value is not (0x200C or 0x200D) && (Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format)).ShouldBeFalse();
        }
    }
}
