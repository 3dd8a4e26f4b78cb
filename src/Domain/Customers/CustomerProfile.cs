using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>What a customer says about themselves, checked as a whole so that a form is answered with all its mistakes.</summary>
public sealed record CustomerProfile
{
    /// <summary>What is left of a person who asked to be forgotten.</summary>
    public static readonly CustomerProfile Erased = new(PersonName.Erased);

    private CustomerProfile(PersonName name) => Name = name;

    public PersonName Name { get; }
    public string? Phone { get; private init; }
    public string? Company { get; private init; }
    public string? Country { get; private init; }
    public string? Timezone { get; private init; }
    public string? Language { get; private init; }
    public string? AvatarUrl { get; private init; }

    public static Result<CustomerProfile> Create(
        string? firstName, string? lastName, string? phone, string? company, string? country, string? timezone, string? language,
        string? avatarUrl = null)
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
            AvatarUrl = errors.Take(Picture(avatarUrl)),
        };
        return errors.Any ? errors.ToError() : profile;
    }

    // Shown as an image in people's browsers: nothing but https, and no password in it.
    private static Result<string?> Picture(string? address) =>
        string.IsNullOrEmpty(address) ? (string?)null
        : address.Length <= Customer.AvatarUrlMaxLength && address.All(c => c is > ' ' and < '\u007f' and not ('"' or '<' or '>' or '\\'))
            && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0
            ? address
            : Error.Invalid("avatar_url", "avatar_url.invalid", $"Give an address that starts with https://, at most {Customer.AvatarUrlMaxLength} characters.");
}
