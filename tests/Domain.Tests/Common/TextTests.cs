using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Tests.Common;

public sealed class TextTests
{
    [Theory]
    [InlineData("ශ්\u200dරී ලංකා")] // Sri Lanka: a joiner after the sign that takes a vowel away
    [InlineData("نرم\u200cافزار")] // software, in Persian
    [InlineData("क्\u200dष")]
    [InlineData("Café 👩\u200d🍳")]
    [InlineData("👩🏽\u200d🍳")]
    [InlineData("🏳️\u200d🌈 bar")]
    [InlineData("❤️\u200d🔥")]
    [InlineData("Moyo & Sons (Pvt) Ltd.")]
    public void Joiners_are_taken_where_letters_and_emoji_need_them(string given) =>
        PlainName.Create("name", given, 100).Value.ShouldBe(given);

    [Theory]
    [InlineData("ab\u200dcd")]
    [InlineData("ab\u200ccd")]
    [InlineData("\u200dශ්රී")]
    [InlineData("نرم\u200c")]
    [InlineData("نرم\u200c\u200cافزار")]
    [InlineData("نرم\u200c افزار")]
    [InlineData("نرم\u200ca")]
    [InlineData("👩\u200c🍳")]
    [InlineData("👩\u200da")]
    [InlineData("Acme\u202eemcA")]
    [InlineData("Ac\u200bme")]
    [InlineData("Ac\u2060me")]
    [InlineData("Acme\ufeffx")]
    [InlineData("\u3164")]
    [InlineData("Acme\u2800")]
    [InlineData("A\u034fcme")]
    public void What_nobody_sees_is_refused(string given) =>
        PlainName.Create("name", given, 100).Error.Code.ShouldBe("text.control_character");

    [Property]
    public void Text_that_is_taken_shows_all_its_characters(string? given)
    {
        foreach (var text in new[] { given, $"نرم\u200c{given}", $"👩\u200d{given}", $"\u200d{given}" })
        {
            var created = Text.Create("text", text, 0, 1000);
            if (created.IsFailure)
                continue;

            created.Value.ShouldBe(created.Value.Normalize(NormalizationForm.FormC).Trim());
            var runes = created.Value.EnumerateRunes().ToList();
            var joined = runes.Where((r, i) => r.Value is 0x200C or 0x200D && i > 0 && i < runes.Count - 1).Count();
            runes.Count(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Format or UnicodeCategory.Control).ShouldBe(joined);
        }
    }

    [Fact]
    public void A_long_text_costs_as_much_as_its_length()
    {
        // As many joiners and marks as are let through to the rules.
        var text = string.Concat(Enumerable.Repeat("ශ්\u200d", 150));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1000; i++)
            Text.Create("text", text, 1, 500).IsFailure.ShouldBeTrue();
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
