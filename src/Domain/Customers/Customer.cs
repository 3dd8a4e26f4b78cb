using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Domain.Customers;

public enum CustomerStatus
{
    Active,

    /// <summary>Cannot log in; an operator can bring it back.</summary>
    Deactivated,

    /// <summary>Nothing personal is left; the row stays for invoices and the one trial.</summary>
    Deleted,
}

/// <summary>Somebody who can log in and owns tenants.</summary>
public sealed partial class Customer : AggregateRoot
{
    public const int CompanyMaxLength = 100;
    public const int AvatarUrlMaxLength = 500;

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
    public string? AvatarUrl { get; private set; }
    public CustomerPreferences Preferences { get; private set; } = CustomerPreferences.Default;

    /// <summary>Counts changes of what the customer says about themselves: a login changes the row, but not what its ETag stands for.</summary>
    public int ProfileVersion { get; private set; } = 1;

    /// <inheritdoc cref="ProfileVersion"/>
    public int PreferencesVersion { get; private set; } = 1;
    public List<string> Roles { get; private set; } = [];
    public CustomerStatus Status { get; private set; }
    public DateTimeOffset? EmailVerifiedAt { get; private set; }
    public DateTimeOffset TermsAcceptedAt { get; private set; }
    public bool MarketingConsent { get; private set; }

    /// <summary>In a row; a success starts again from 0.</summary>
    public int FailedLogins { get; private set; }
    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>Wrong passwords of sessions that were asked for it again, in a row.</summary>
    public int FailedConfirmations { get; private set; }
    public DateTimeOffset? ConfirmationsLockedUntil { get; private set; }

    /// <summary>Wrong codes in a row, of logins and of commands.</summary>
    public int FailedCodes { get; private set; }
    public DateTimeOffset? CodesLockedUntil { get; private set; }
    public DateTimeOffset? LastLoginAt { get; private set; }

    /// <summary>A time of its own for its billing, for integrators; set when it is made, for good.</summary>
    public TestClockId? ClockId { get; private set; }
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
            Roles = [CustomerRoles.Customer],
            MarketingConsent = marketingConsent,
            TermsAcceptedAt = now,
            CreatedAt = now,
        };
        customer.Describe(profile);
        customer.Raise(new CustomerRegistered(customer.Id, now));
        return customer;
    }

    /// <summary>Replaces what the customer says about themselves.</summary>
    public void UpdateProfile(CustomerProfile profile, bool marketingConsent)
    {
        Describe(profile);
        MarketingConsent = marketingConsent;
        ProfileVersion++;
    }

    public void Prefer(CustomerPreferences preferences)
    {
        Preferences = preferences;
        PreferencesVersion++;
    }

    /// <summary>Whether mails about it are welcome. What concerns the account and its safety is sent in any case.</summary>
    public bool Wants(MailTopic topic) => Preferences.Wants(topic);

    public void VerifyEmail(DateTimeOffset now)
    {
        if (EmailVerifiedAt is not null)
            return;

        EmailVerifiedAt = now;
        Raise(new CustomerEmailVerified(Id, now));
    }

    /// <summary>Makes the customer an operator of the platform: by another operator, or because the configuration says so.</summary>
    public void GrantAdmin(DateTimeOffset now)
    {
        if (Roles.Contains(CustomerRoles.Admin, StringComparer.Ordinal))
            return;

        Roles = [.. Roles, CustomerRoles.Admin];
        Raise(new CustomerMadeOperator(Id, now));
    }

    public void RevokeAdmin(DateTimeOffset now)
    {
        if (!Roles.Contains(CustomerRoles.Admin, StringComparer.Ordinal))
            return;

        Roles = [.. Roles.Where(r => r != CustomerRoles.Admin)];
        Raise(new CustomerNoLongerOperator(Id, now));
    }

    /// <summary>Its sessions and keys are dead from here on, since both are looked up with the status.</summary>
    public Result Deactivate(DateTimeOffset now) => ChangeStatus(CustomerStatus.Deactivated, new CustomerDeactivated(Id, now));

    /// <summary>By an operator only.</summary>
    public Result Activate(DateTimeOffset now) => ChangeStatus(CustomerStatus.Active, new CustomerActivated(Id, now));

    /// <summary>Erases the person. The address is free for a new account; what the law wants kept refers to the id alone.</summary>
    /// <param name="liveInstances">Of the tenants that end with the account.</param>
    public Result Delete(int liveInstances, DateTimeOffset now)
    {
        if (Status is CustomerStatus.Deleted)
            return CustomerErrors.NotFound();
        if (liveInstances > 0)
            return CustomerErrors.HasLiveInstances(liveInstances);

        (Email, PasswordHash) = (Email.Stored($"{Id.Value}@deleted.invalid"), "");
        Describe(CustomerProfile.Erased);
        (Preferences, MarketingConsent, EmailVerifiedAt, LastLoginAt) = (CustomerPreferences.Default, false, null, null);
        (Logins, Confirmations, Codes) = (LockOut.None, LockOut.None, LockOut.None);
        (Roles, Status) = ([], CustomerStatus.Deleted);
        Raise(new CustomerDeleted(Id, now));
        return Result.Success;
    }

    private Result ChangeStatus(CustomerStatus next, CustomerEvent happened)
    {
        if (Status is CustomerStatus.Deleted)
            return CustomerErrors.NotFound();
        if (Status == next)
            return Result.Success;

        Status = next;
        Raise(happened);
        return Result.Success;
    }

    private void Describe(CustomerProfile profile)
    {
        (Name, Phone, Company, AvatarUrl) = (profile.Name, profile.Phone, profile.Company, profile.AvatarUrl);
        (Country, Timezone, Language) = (profile.Country, profile.Timezone, profile.Language);
    }
}
