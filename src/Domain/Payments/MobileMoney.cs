using System.Collections.Frozen;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Payments;

/// <summary>Which numbers can pay by which method. All are Zimbabwe's.</summary>
public static class MobileMoney
{
    /// <summary>Whose numbers are meant when no country is given; ISO 3166 alpha-2.</summary>
    public const string Country = "ZW";
    private const string Zimbabwe = "+263";
    private const int NationalLength = 9;

    /// <summary>How numbers begin, after the 0.</summary>
    private static readonly FrozenDictionary<PaymentMethod, string[]> Networks = new Dictionary<PaymentMethod, string[]>
    {
        [PaymentMethod.Ecocash] = ["77", "78"],
        [PaymentMethod.Onemoney] = ["71"],
        // Of a bank, on whatever network.
        [PaymentMethod.Innbucks] = ["71", "73", "77", "78"],
    }.ToFrozenDictionary();

    public static bool NeedsPhone(PaymentMethod method) => Networks.ContainsKey(method);

    /// <param name="e164">In E.164.</param>
    /// <returns>422 <c>payment.phone_network</c> when the number is not one of the method's.</returns>
    public static Result Fits(PaymentMethod method, string e164) =>
        e164.StartsWith(Zimbabwe, StringComparison.Ordinal) && e164.Length == Zimbabwe.Length + NationalLength
            && Array.Exists(Networks[method], n => e164.AsSpan(Zimbabwe.Length).StartsWith(n))
            ? Result.Success
            : PaymentErrors.PhoneDoesNotFit(method, string.Join(", ", Networks[method].Select(n => $"0{n}")));

    /// <summary>As it is dialled inside the country: <c>0771234567</c>.</summary>
    public static string Dialled(string e164) => $"0{e164[Zimbabwe.Length..]}";
}
