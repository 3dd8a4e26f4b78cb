using Microsoft.Extensions.Options;
using PhoneNumbers;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Customers;

/// <summary>
/// Takes what is possible by length and country code, not only what is assigned today: numbering plans grow faster than the library is renewed.
/// </summary>
internal sealed class LibPhoneNumbers(IOptions<PhoneOptions> options) : IPhoneNumbers
{
    // The longest number with all its separators; nothing longer is looked at.
    private const int MaxLength = 40;
    private const string Separators = "+ -./()";
    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    public Result<string?> Normalize(string field, string? text, string? country)
    {
        if (string.IsNullOrWhiteSpace(text))
            return (string?)null;

        var region = string.IsNullOrEmpty(country) ? options.Value.DefaultCountry : country;
        if (Parse(text, region) is not { } number)
            return Invalid(field, region);

        var normal = Plans.Format(number, PhoneNumberFormat.E164);
        return number.CountryCodeSource == PhoneNumber.Types.CountryCodeSource.FROM_DEFAULT_COUNTRY || EndsWithAllOf(normal, text)
            ? normal
            : Error.Invalid(field, "phone.invalid", $"After the country code comes no 0 that is dialled inside the country only: give {normal}.");
    }

    // The library also reads letters, digits of other scripts and extensions; none of them is part of E.164.
    private static PhoneNumber? Parse(string text, string region)
    {
        if (text.Length > MaxLength || !text.All(c => char.IsAsciiDigit(c) || Separators.Contains(c)))
            return null;

        try
        {
            var number = Plans.ParseAndKeepRawInput(text, region);
            return Plans.IsPossibleNumberWithReason(number) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE ? number : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    // Only what is dialled before the country code (00) may stand before it; the library drops a 0 behind it without a word.
    private static bool EndsWithAllOf(string normal, string text) =>
        string.Concat(text.Where(char.IsAsciiDigit)).EndsWith(normal[1..], StringComparison.Ordinal);

    private static Error Invalid(string field, string region)
    {
        var example = Plans.GetExampleNumberForType(region, PhoneNumberType.MOBILE);
        return Error.Invalid(field, "phone.invalid", example is null
            ? "Give the number in international form, such as +263771234567."
            : $"Give the number in international form, such as {Plans.Format(example, PhoneNumberFormat.E164)}, "
                + $"or as it is dialled in {region}, such as {Plans.Format(example, PhoneNumberFormat.NATIONAL)}.");
    }
}
