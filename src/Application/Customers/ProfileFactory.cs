using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>Brings what people type about themselves into its usual form, and names all that is wrong with it at once.</summary>
internal sealed class ProfileFactory(IPhoneNumbers phones, ITimeZones zones)
{
    public Result<CustomerProfile> Create(
        string? firstName, string? lastName, string? phone, string? company, string? country, string? timezone, string? language,
        string? avatarUrl = null)
    {
        var errors = new Errors();
        var number = errors.Take(phones.Normalize("phone", phone, country));
        var zone = errors.Take(zones.Canonical(timezone));
        var profile = errors.Take(CustomerProfile.Create(firstName, lastName, number, company, country, zone, language, avatarUrl));
        return errors.Any ? errors.ToError() : profile!;
    }
}
