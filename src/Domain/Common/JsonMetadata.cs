using System.Text;
using System.Text.Json;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// Free JSON that a customer attaches to a resource. Bounded by what comes back, not by what was sent: whatever is read can be sent again.
/// Only what PostgreSQL's jsonb can hold.
/// </summary>
public static class JsonMetadata
{
    public const int MaxBytes = 16 * 1024;
    public const int MaxEntries = 64;
    public const int KeyMaxLength = 100;

    /// <summary>Objects and arrays within each other, the outermost included: less than half of what JSON writers nest, so that a list of it can be written.</summary>
    public const int MaxDepth = 24;

    public static Result Check(string field, Dictionary<string, JsonElement>? metadata)
    {
        if (metadata is null)
            return Result.Success;
        if (metadata.Count > MaxEntries)
            return Error.Invalid(field, "metadata.too_many", $"At most {MaxEntries} entries are allowed.");
        if (metadata.Keys.Any(k => k.Length is 0 or > KeyMaxLength))
            return Error.Invalid(field, "metadata.key", $"Keys have 1 to {KeyMaxLength} characters.");
        if (metadata.Values.Any(v => IsDeeper(v, MaxDepth - 1)))
            return Error.Invalid(field, "metadata.too_deep", $"Objects and arrays may be nested {MaxDepth} levels deep.");
        if (!metadata.All(e => IsStorable(e.Key) && IsStorable(e.Value)))
            return Error.Invalid(field, "metadata.unstorable", "NUL, broken Unicode and numbers beyond double precision's range are not allowed.");

        return metadata.Sum(e => Encoding.UTF8.GetByteCount(e.Key) + SizeOf(e.Value)) <= MaxBytes
            ? Result.Success
            : Error.Invalid(field, "metadata.too_large", $"At most {MaxBytes / 1024} KiB of JSON are allowed, with numbers written out: 1e3 as 1000.");
    }

    private static bool IsDeeper(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Object => levels == 0 || value.EnumerateObject().Any(p => IsDeeper(p.Value, levels - 1)),
        JsonValueKind.Array => levels == 0 || value.EnumerateArray().Any(v => IsDeeper(v, levels - 1)),
        _ => false,
    };

    // Of text as it is meant, without the escapes that writers differ in; of numbers as PostgreSQL writes them.
    private static long SizeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 2 + value.EnumerateObject().Sum(p => SizeOf(p.Name) + SizeOf(p.Value) + 2),
        JsonValueKind.Array => 2 + value.EnumerateArray().Sum(v => SizeOf(v) + 1),
        JsonValueKind.String => SizeOf(value.GetString()!),
        JsonValueKind.Number => JsonNumber.WrittenOut(value.GetRawText()),
        _ => 5,
    };

    private static long SizeOf(string text) => Encoding.UTF8.GetByteCount(text) + 2;

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
