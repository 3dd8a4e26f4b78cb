using PhoneNumbers;

namespace SaaSOdoo.Infrastructure.Customers;

/// <summary>Section <c>Phones</c>.</summary>
internal sealed class PhoneOptions
{
    public const string Section = "Phones";

    /// <summary>ISO 3166 alpha-2: where a number without country code is dialled when its customer names no country.</summary>
    public string DefaultCountry { get; set; } = "ZW";

    public bool IsValid() => PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(DefaultCountry);
}
