using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Customers;

/// <summary>Telephone numbers as people write them, by the numbering plans of the world's countries.</summary>
public interface IPhoneNumbers
{
    /// <summary>The number in E.164 form; null when none is given. 422 <c>phone.invalid</c> when it can be nobody's, with what is expected.</summary>
    /// <param name="text">As it is dialled in the country, or with the country code after <c>+</c>, <c>00</c> or nothing.</param>
    /// <param name="country">The customer's, ISO 3166 alpha-2; null takes that of the configuration.</param>
    Result<string?> Normalize(string field, string? text, string? country);
}
