using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>What a customer says about themselves, checked as a whole so that a form is answered with all its mistakes.</summary>
public sealed record CustomerProfile
{
    private CustomerProfile(PersonName name) => Name = name;

    public PersonName Name { get; }
    public string? Phone { get; private init; }
    public string? Company { get; private init; }
    public string? Country { get; private init; }
    public string? Timezone { get; private init; }
    public string? Language { get; private init; }

    public static Result<CustomerProfile> Create(
        string? firstName, string? lastName, string? phone, string? company, string? country, string? timezone, string? language)
    {
        var errors = new Errors();
        var name = errors.Take(PersonName.Create(firstName, lastName));
        var profile = new CustomerProfile(name!)
        {
            Phone = errors.Take(PhoneNumber.Optional("phone", phone)),
            Company = errors.Take(PlainName.Optional("company", company, Customer.CompanyMaxLength)),
            Country = errors.Take(Locale.Country(country)),
            Timezone = errors.Take(Locale.TimeZone(timezone)),
            Language = errors.Take(Locale.Language(language)),
        };
        return errors.Any ? errors.ToError() : profile;
    }
}
