using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.TestKit.Builders;

/// <summary>A customer as registration leaves it; a test says only what it is about.</summary>
public sealed record CustomerBuilder
{
    public string Email { get; init; } = "tendai@example.com";

    public string? Phone { get; init; }

    public string? Company { get; init; }

    public string? Country { get; init; }

    public string? TimeZone { get; init; }

    public string? Language { get; init; }

    public string? AvatarUrl { get; init; }

    public bool MarketingConsent { get; init; }

    public Customer Build(DateTimeOffset now) => Customer.Register(
        Domain.Customers.Email.Create("email", Email).Value,
        CustomerProfile.Create("Tendai", "Moyo", Phone, Company, Country, TimeZone, Language, AvatarUrl).Value,
        "hash",
        MarketingConsent,
        now);
}
