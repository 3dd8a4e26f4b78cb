using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

internal static class PayersPhone
{
    /// <summary>The number that pays, in E.164; null for a method without one. 422 <c>phone.invalid</c>, <c>payment.phone_…</c>.</summary>
    public static Result<string?> ForPaying(this IPhoneNumbers phones, PaymentMethod method, string? text)
    {
        if (!MobileMoney.NeedsPhone(method))
            return string.IsNullOrWhiteSpace(text) ? (string?)null : PaymentErrors.PhoneNotTaken;

        var normal = phones.Normalize("phone", text, MobileMoney.Country);
        if (normal.IsFailure)
            return normal.Error;
        if (normal.Value is not { } phone)
            return PaymentErrors.PhoneMissing;
        return MobileMoney.Fits(method, phone) is { IsFailure: true } misfit ? misfit.Error : phone;
    }
}
