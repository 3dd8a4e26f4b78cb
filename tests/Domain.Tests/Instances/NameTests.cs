using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Tests.Instances;

public sealed class NameTests
{
    private static readonly Arbitrary<string> Texts =
        Gen.Elements(Hostile.Alphabet.ToCharArray()).ArrayOf().Select(chars => new string(chars)).ToArbitrary();

    // Random strings of all characters are almost never names: these are, or nearly.
    private static readonly Arbitrary<string> NearNames =
        Gen.Elements("abcxyz0189_-".ToCharArray()).ArrayOf().Select(chars => new string(chars)).ToArbitrary();

    [Theory]
    [InlineData("a")]
    [InlineData("test_db_123")]
    [InlineData("a_")]
    [InlineData("select")]
    public void Database_names_are_taken_as_given(string name) => DatabaseName.Create(name).Value.ShouldBe(name);

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void Database_names_have_at_most_fifty_characters(int length, bool taken) =>
        DatabaseName.Create(new string('a', length)).IsFailure.ShouldBe(!taken);

    [Theory]
    [InlineData("1a")]
    [InlineData("_a")]
    [InlineData("Shop")]
    [InlineData("a-b")]
    [InlineData(null)]
    [MemberData(nameof(Hostile.AsTheory), MemberType = typeof(Hostile))]
    public void Other_database_names_are_refused(string? name) => DatabaseName.Create(name).Error.Fields.Keys.ShouldBe(["database_name"]);

    [Fact]
    public void A_database_name_is_nothing_but_small_letters_digits_and_underscores()
    {
        Prop.ForAll(Texts, text => DatabaseName.Create(text).IsFailure == !IsDatabaseName(text)).QuickCheckThrowOnFailure();
        Prop.ForAll(NearNames, text => DatabaseName.Create(text).IsFailure == !IsDatabaseName(text)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("a-b")]
    [InlineData("a1-2b3")]
    [InlineData("a--b")]
    public void Subdomains_are_taken_as_given(string name) => Subdomain.Create(name).Value.ShouldBe(name);

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void Subdomains_have_three_to_fifty_characters(int length, bool taken) =>
        Subdomain.Create(new string('a', length)).IsFailure.ShouldBe(!taken);

    [Theory]
    [InlineData("1ab")]
    [InlineData("-ab")]
    [InlineData("ab-")]
    [InlineData("a_b")]
    [InlineData("Abc")]
    [InlineData("xn--pypal-4ve")]
    [InlineData("admin")]
    [InlineData("www")]
    [InlineData("localhost")]
    [InlineData(null)]
    [MemberData(nameof(Hostile.AsTheory), MemberType = typeof(Hostile))]
    public void Other_subdomains_are_refused(string? name) => Subdomain.Create(name).Error.Fields.Keys.ShouldBe(["subdomain"]);

    [Fact]
    public void A_subdomain_is_a_label_of_dns()
    {
        Prop.ForAll(Texts, text => Subdomain.Create(text).IsFailure == !IsLabel(text)).QuickCheckThrowOnFailure();
        Prop.ForAll(NearNames, text => Subdomain.Create(text).IsFailure == !IsLabel(text)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("my_shop_1", "my-shop-1")]
    [InlineData("shop__", "shop")]
    public void A_subdomain_follows_from_the_database_name(string database, string subdomain) => Subdomain.From(database).Value.ShouldBe(subdomain);

    private static bool IsDatabaseName(string text) =>
        text.Length is >= 1 and <= 50 && text[0] is >= 'a' and <= 'z' && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    private static bool IsLabel(string text) =>
        text.Length is >= 3 and <= 50 && text[0] is >= 'a' and <= 'z' && text[^1] != '-' && !text.StartsWith("xn--", StringComparison.Ordinal)
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
