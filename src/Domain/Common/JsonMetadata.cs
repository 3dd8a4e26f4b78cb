using System.Text;
using System.Text.Json;

namespace SaaSOdoo.Domain.Common;

/// <summary>Free JSON that a customer attaches to a resource. Bounded, and only what PostgreSQL's jsonb can hold.</summary>
public static class JsonMetadata
{
    public const int MaxBytes = 16 * 1024;
    public const int MaxEntries = 64;
    public const int KeyMaxLength = 100;

    public static Result Check(string field, Dictionary<string, JsonElement>? metadata)
    {
        if (metadata is null)
            return Result.Success;
        if (metadata.Count > MaxEntries)
            return Error.Invalid(field, "metadata.too_many", $"At most {MaxEntries} entries are allowed.");
        if (metadata.Keys.Any(k => k.Length is 0 or > KeyMaxLength))
            return Error.Invalid(field, "metadata.key", $"Keys have 1 to {KeyMaxLength} characters.");
        if (metadata.Sum(e => Encoding.UTF8.GetByteCount(e.Key) + Encoding.UTF8.GetByteCount(e.Value.GetRawText())) > MaxBytes)
            return Error.Invalid(field, "metadata.too_large", $"At most {MaxBytes / 1024} KiB of JSON are allowed.");

        return metadata.All(e => IsStorable(e.Key) && IsStorable(e.Value))
            ? Result.Success
            : Error.Invalid(field, "metadata.unstorable", "NUL, broken Unicode and numbers beyond double precision's range are not allowed.");
    }

    private static bool IsStorable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(p => TryText(() => p.Name) && IsStorable(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(IsStorable),
        JsonValueKind.String => TryText(() => value.GetString()!),
        JsonValueKind.Number => value.TryGetDouble(out var number) && double.IsFinite(number),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => true,
        _ => false,
    };

    // Half a surrogate pair, written as an escape, is valid JSON but no text: reading it throws.
    private static bool TryText(Func<string> read)
    {
        try
        {
            return IsStorable(read());
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsStorable(string text) => !text.Contains('\0') && !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
