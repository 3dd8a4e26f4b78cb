using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// A member of an enum in a query or route, as it is named on the wire (<c>payment_required</c>). ASP.NET itself would take
/// <c>PaymentRequired</c> and the member's number, and refuse the name that every body uses.
/// </summary>
internal readonly record struct EnumQuery<TEnum>(TEnum Value) : IQueryValue where TEnum : struct, Enum
{
    public static string Expected => EnumText<TEnum>.Expected;

    public static bool TryParse(string? text, out EnumQuery<TEnum> choice)
    {
        var known = EnumText<TEnum>.TryParse(text, out var value);
        choice = new(value);
        return known;
    }
}
