using System.Text.Json;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// A member of an enum in a query, as it is named on the wire (<c>payment_required</c>). ASP.NET itself would take
/// <c>PaymentRequired</c> and the member's number, and refuse the name that every body uses.
/// </summary>
internal readonly record struct EnumQuery<TEnum>(TEnum Value) where TEnum : struct, Enum
{
    private static readonly Dictionary<string, TEnum> Names =
        Enum.GetValues<TEnum>().ToDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()), StringComparer.Ordinal);

    public static bool TryParse(string? text, out EnumQuery<TEnum> choice)
    {
        var known = Names.TryGetValue(text ?? "", out var value);
        choice = new(value);
        return known;
    }
}
