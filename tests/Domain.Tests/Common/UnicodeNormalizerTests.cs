using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Tests.Common;

/// <summary>Against values of Unicode's own normaliser (Python's unicodedata, Unicode 15).</summary>
public sealed class UnicodeNormalizerTests
{
    private const int Max = 1000;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("A\u030a", "\u00c5")]
    [InlineData("\u212b", "\u00c5")] // angstrom
    [InlineData("\u212a", "K")] // kelvin
    [InlineData("\u1f71", "\u03ac")] // Greek oxia and tonos are one
    [InlineData("e\u0302\u0323", "\u1ec7")] // marks in the other order
    [InlineData("\u00ea\u0323", "\u1ec7")] // a lower mark after a composed letter
    [InlineData("u\u0308\u0304", "\u01d6")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("a\u0301\u0301", "\u00e1\u0301")]
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("\u304b\u3099", "\u304c")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u0928\u093c", "\u0929")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("\ud83d\ude00e\u0301", "\ud83d\ude00\u00e9")]
    [InlineData("\ud804\udc99\ud804\udcba", "\ud804\udc9a")] // beyond the Basic Multilingual Plane: Kaithi dddha
    [InlineData("\u0958", "\u0915\u093c")] // excluded from composition: Devanagari qa
    [InlineData("\ufb01", "\ufb01")] // a ligature is compatible, not equal
    public void Letters_and_marks_are_composed(string given, string expected) => Compose(given).ShouldBe(expected);

    [Fact]
    public void The_process_runs_with_ICU() => UnicodeNormalizer.IsAvailable.ShouldBeTrue();

    [Fact]
    public void Composing_twice_is_composing_once() => Prop.ForAll(
        Gen.Elements("eaAoOuq\u0301\u0302\u0323\u031b\u0308\u0327\u00ea\u1ec7\u01a1\u1100\u1161\u11a8\u304b\u3099".ToCharArray())
            .ListOf().Select(l => string.Concat(l)).ToArbitrary(),
        text => Compose(Compose(text)) == Compose(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_typed_in_parts_may_be_as_long_as_the_same_text_in_one()
    {
        // Greek alpha with breathing, accent and iota below: four units that are one.
        var parts = string.Concat(Enumerable.Repeat("\u03b1\u0313\u0300\u0345", Max));
        Compose(parts).ShouldBe(new string('\u1f82', Max));
        Normalize(parts + "a").Error.Code.ShouldBe("text.length");
    }

    [Fact]
    public void Length_is_refused_before_anything_is_normalised()
    {
        // To bring these marks into order took the platform's own code 14 seconds.
        var marks = "a" + string.Concat(Enumerable.Repeat("\u0301\u0327", 32_000));
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1000; i++)
            Text.Create("name", marks, 1, Max).Error.Code.ShouldBe("text.length");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        Normalize("\ud800").Error.Code.ShouldBe("text.malformed");
        Normalize("a\udc00b").Error.Code.ShouldBe("text.malformed");
        Normalize("e\u0301\ud83d").Error.Code.ShouldBe("text.malformed");
        Normalize("\ude00\ud83d").Error.Code.ShouldBe("text.malformed");
        Normalize("\ufffd").Error.Code.ShouldBe("text.malformed");
    }

    [Fact]
    public void A_name_typed_with_separate_accents_is_the_same_name() =>
        PersonName.Create("Jose\u0301", "Nu\u0301n\u0303ez").Value.ShouldBe(PersonName.Create("Jos\u00e9", "N\u00fa\u00f1ez").Value);

    private static Result<string> Normalize(string text) => UnicodeNormalizer.Normalize("text", text, 0, Max);

    private static string Compose(string text) => Normalize(text).Value;
}
