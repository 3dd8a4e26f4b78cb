using System.Globalization;
using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>An amount of memory or storage: counted in bytes, shown as it was given (<c>512M</c>, <c>2G</c>; powers of 1024).</summary>
public sealed partial record ByteSize
{
    public const int MaxLength = 10;

    private ByteSize(string text, long bytes) => (Text, Bytes) = (text, bytes);

    public string Text { get; }

    public long Bytes { get; }

    /// <param name="field">Wire name, for the message.</param>
    public static Result<ByteSize> Create(string field, string? value)
    {
        if (value is null || !Pattern().IsMatch(value))
            return Error.Invalid(field, "size.invalid", "Give a whole number and M or G, such as 512M or 2G.");

        var number = long.Parse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new ByteSize(value, number << (value[^1] == 'G' ? 30 : 20));
    }

    /// <summary>A size the code or the database knows to be right.</summary>
    public static ByteSize Parse(string value) => Create("size", value).Value;

    public static string Show(long bytes) => bytes % (1L << 30) == 0 ? $"{bytes >> 30}G" : $"{bytes >> 20}M";

    public override string ToString() => Text;

    [GeneratedRegex(@"\A[1-9][0-9]{0,6}[MG]\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
