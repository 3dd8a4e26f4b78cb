using System.Globalization;

namespace SaaSOdoo.Domain.Common;

/// <summary>A number as it stands in JSON.</summary>
internal static class JsonNumber
{
    /// <summary>How many characters it has without exponent, as PostgreSQL gives it back: <c>1e308</c> has 309.</summary>
    /// <param name="text">A number by the grammar of JSON.</param>
    public static long WrittenOut(string text)
    {
        var mantissa = text.AsSpan().TrimStart('-');
        var exponent = 0L;
        if (mantissa.IndexOfAny('e', 'E') is var e and >= 0)
        {
            // What does not fit a long is longer than anything that is allowed.
            if (!long.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > int.MaxValue)
                return int.MaxValue;
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa.Length : point;
        var fraction = point < 0 ? 0 : mantissa.Length - point - 1;
        return 2 + Math.Max(1, whole + exponent) + Math.Max(0, fraction - exponent);
    }
}
