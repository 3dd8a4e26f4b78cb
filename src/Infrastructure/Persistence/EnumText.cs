using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>An enum's members as the words of its columns: snake_case, exactly as written.</summary>
internal static class EnumText<TEnum> where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Words =
        Enum.GetValues<TEnum>().ToFrozenDictionary(member => member, member => Naming.SnakeCase(member.ToString()));

    private static readonly FrozenDictionary<string, TEnum> Members = Words.ToFrozenDictionary(w => w.Value, w => w.Key, StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">It is no member.</exception>
    public static string Of(TEnum member) =>
        Words.TryGetValue(member, out var word) ? word : throw new InvalidOperationException($"{typeof(TEnum).Name} has no member {member}.");

    /// <exception cref="InvalidOperationException">No member is stored as this word: a newer version wrote it, or a hand.</exception>
    public static TEnum Parse(string word) =>
        Members.TryGetValue(word, out var member) ? member : throw new InvalidOperationException($"{typeof(TEnum).Name} has no member stored as \"{word}\".");
}

/// <summary>The one converter of all enum columns.</summary>
internal sealed class EnumConverter<TEnum>() : ValueConverter<TEnum, string>(member => EnumText<TEnum>.Of(member), word => EnumText<TEnum>.Parse(word))
    where TEnum : struct, Enum;
