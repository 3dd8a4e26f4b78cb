using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// The words of an enum, in bodies, queries, routes and columns alike: snake_case, exactly as written. No numbers, lists, other case or
/// spaces, all of which <see cref="Enum.Parse{TEnum}(string)"/> would take.
/// </summary>
public static class EnumText<TEnum> where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Words =
        Enum.GetValues<TEnum>().ToFrozenDictionary(member => member, member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));

    private static readonly FrozenDictionary<string, TEnum> Members = Words.ToFrozenDictionary(w => w.Value, w => w.Key, StringComparer.Ordinal);

    /// <summary>All words, in the order of the members.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TEnum>().Select(member => Words[member])];

    /// <summary>What to say of a value that is none of the words; goes on after the field's name.</summary>
    public static string Expected { get; } = $"must be one of: {string.Join(", ", All)}";

    /// <exception cref="InvalidOperationException">It is no member.</exception>
    public static string Of(TEnum member) =>
        Words.TryGetValue(member, out var word) ? word : throw new InvalidOperationException($"{typeof(TEnum).Name} has no member {member}.");

    /// <summary>Of a word that was stored, so that anything else is a fault of ours.</summary>
    /// <exception cref="InvalidOperationException">It is none of the words.</exception>
    public static TEnum Parse(string word) => TryParse(word, out var member)
        ? member
        : throw new InvalidOperationException($"{typeof(TEnum).Name} has no member stored as \"{word}\".");

    public static bool TryParse([NotNullWhen(true)] string? word, out TEnum member)
    {
        member = default;
        return word is not null && Members.TryGetValue(word, out member);
    }
}
