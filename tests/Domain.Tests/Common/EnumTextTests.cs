using System.Reflection;
using FsCheck.Xunit;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Domain.Tests.Common;

public sealed class EnumTextTests
{
    public static TheoryData<Type> Enums { get; } = [.. typeof(AggregateRoot).Assembly.GetTypes().Where(t => t is { IsEnum: true, IsPublic: true })];

    [Theory]
    [MemberData(nameof(Enums))]
    public void Every_enum_takes_its_words_and_nothing_like_them(Type type) =>
        typeof(EnumTextTests).GetMethod(nameof(TakesItsWordsAlone), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null);

    [Property]
    public bool What_is_no_word_is_refused(string text) =>
        EnumText<TenantRole>.TryParse(text, out _) == EnumText<TenantRole>.All.Contains(text, StringComparer.Ordinal);

    [Fact]
    public void Several_words_are_not_added_up() => EnumText<TenantRole>.TryParse("viewer,owner", out _).ShouldBeFalse();

    private static void TakesItsWordsAlone<TEnum>() where TEnum : struct, Enum
    {
        var members = Enum.GetValues<TEnum>();
        members.Length.ShouldBeGreaterThan(0);
        foreach (var member in members)
        {
            var word = EnumText<TEnum>.Of(member);
            EnumText<TEnum>.TryParse(word, out var read).ShouldBeTrue();
            read.ShouldBe(member);
            string[] alike = [$" {word}", $"{word} ", $"{word},{word}", $"{word},", word.ToUpperInvariant(), $"{member:D}", $"+{member:D}", $"{word}\0"];
            alike.Where(a => EnumText<TEnum>.TryParse(a, out _)).ShouldBeEmpty();
        }

        EnumText<TEnum>.TryParse(null, out _).ShouldBeFalse();
    }
}
