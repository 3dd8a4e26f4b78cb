using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

public enum CustomerStatus
{
    Active,
    Deactivated,
}

/// <summary>Somebody who can log in and owns tenants.</summary>
public sealed class Customer : AggregateRoot
{
    public const int CompanyMaxLength = 100;
    public const int MaxFailedLogins = 5;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    private Customer()
    {
    }

    public CustomerId Id { get; private set; }
    public Email Email { get; private set; } = null!;
    public string PasswordHash { get; private set; } = "";
    public PersonName Name { get; private set; } = null!;
    public string? Phone { get; private set; }
    public string? Company { get; private set; }
    public string? Country { get; private set; }
    public string? Timezone { get; private set; }
    public string? Language { get; private set; }
    public List<string> Roles { get; private set; } = [];
    public CustomerStatus Status { get; private set; }
    public DateTimeOffset? EmailVerifiedAt { get; private set; }
    public DateTimeOffset TermsAcceptedAt { get; private set; }
    public bool MarketingConsent { get; private set; }

    /// <summary>In a row; a success starts again from 0.</summary>
    public int FailedLogins { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }
    public DateTimeOffset? LastLoginAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <param name="profile">Checked already; making one is the only way to get one.</param>
    /// <param name="passwordHash">Hash of a password that <see cref="PasswordPolicy"/> accepted.</param>
    public static Customer Register(Email email, CustomerProfile profile, string passwordHash, bool marketingConsent, DateTimeOffset now)
    {
        var customer = new Customer
        {
            Id = NewId.Of<CustomerId>(now),
            Email = email,
            PasswordHash = passwordHash,
            Name = profile.Name,
            Phone = profile.Phone,
            Company = profile.Company,
            Country = profile.Country,
            Timezone = profile.Timezone,
            Language = profile.Language,
            Roles = [CustomerRoles.Customer],
            MarketingConsent = marketingConsent,
            TermsAcceptedAt = now,
            CreatedAt = now,
        };
        customer.Raise(new CustomerRegistered(customer.Id, now));
        return customer;
    }

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>Counts the attempt. A lock refuses the right password too, else it would tell which one is right.</summary>
    /// <returns><c>invalid_credentials</c> for every refusal; with the rest of the lock as time to wait.</returns>
    public Result LogIn(bool passwordMatches, DateTimeOffset now)
    {
        if (IsLocked(now))
            return CustomerErrors.InvalidCredentials(LockedUntil - now);
        if (Status is not CustomerStatus.Active)
            return CustomerErrors.InvalidCredentials();

        if (passwordMatches)
        {
            (FailedLogins, LockedUntil, LastLoginAt) = (0, null, now);
            return Result.Success;
        }

        FailedLogins++;
        if (FailedLogins < MaxFailedLogins)
            return CustomerErrors.InvalidCredentials();

        (FailedLogins, LockedUntil) = (0, now + LockTime);
        Raise(new CustomerLocked(Id, now + LockTime, now));
        return CustomerErrors.InvalidCredentials(LockTime);
    }

    /// <summary>Makes the customer an operator of the platform; only the composition and operators' commands do so.</summary>
    public void GrantAdmin()
    {
        if (!Roles.Contains(CustomerRoles.Admin, StringComparer.Ordinal))
            Roles = [.. Roles, CustomerRoles.Admin];
    }
}
