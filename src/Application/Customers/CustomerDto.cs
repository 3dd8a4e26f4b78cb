using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>An account as its owner sees it. Never a password or a hash.</summary>
public record CustomerDto(
    CustomerId Id,
    string Email,
    string FirstName,
    string LastName,
    string? Phone,
    string? Company,
    string? Country,
    string? Timezone,
    string? Language,
    string? AvatarUrl,
    IReadOnlyList<string> Roles,
    CustomerStatus Status,
    bool EmailVerified,
    bool MarketingConsent,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastLoginAt)
{
    internal static CustomerDto From(Customer c) => new(
        c.Id, c.Email.Value, c.Name.First, c.Name.Last, c.Phone, c.Company, c.Country, c.Timezone, c.Language, c.AvatarUrl, c.Roles, c.Status,
        c.EmailVerifiedAt is not null, c.MarketingConsent, c.CreatedAt, c.LastLoginAt);
}
