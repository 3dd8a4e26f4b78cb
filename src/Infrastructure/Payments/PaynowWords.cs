using System.Globalization;
using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>How PayNow writes states, amounts and its own numbers.</summary>
internal static partial class PaynowWords
{
    public const string Ok = "Ok";
    public const string Error = "Error";
    public const string NotFound = "NotFound";

    private static readonly Dictionary<string, GatewayState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Created"] = GatewayState.InFlight,
        ["Sent"] = GatewayState.InFlight,
        ["Paid"] = GatewayState.Paid,
        ["Awaiting Delivery"] = GatewayState.Paid,
        ["Delivered"] = GatewayState.Paid,
        ["Cancelled"] = GatewayState.Cancelled,
        ["Failed"] = GatewayState.Failed,
        ["Disputed"] = GatewayState.Disputed,
        ["Refunded"] = GatewayState.Refunded,
    };

    public static GatewayState StateOf(string word) => States.GetValueOrDefault(word.Trim());

    public static bool Is(this string? word, string expected) => string.Equals(word?.Trim(), expected, StringComparison.OrdinalIgnoreCase);

    public static string Amount(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Null when it is no amount in the form that PayNow writes.</summary>
    public static decimal? Amount(string? text) => text is not null && AmountShape().IsMatch(text)
        ? decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
        : null;

    /// <summary>Its own number comes as <c>1082</c> here and as <c>1,082</c> there: the digits count. Null when it is no number.</summary>
    public static string? Reference(string? text)
    {
        if (text is null || !text.All(c => char.IsAsciiDigit(c) || c is ',' or ' '))
            return null;

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length is > 0 and <= Payment.ReferenceMaxLength ? digits : null;
    }

    // As many digits as decimal(18,2) holds.
    [GeneratedRegex(@"\A[0-9]{1,16}(\.[0-9]{1,2})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AmountShape();
}
