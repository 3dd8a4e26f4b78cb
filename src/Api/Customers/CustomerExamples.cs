using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Api.Customers;

/// <summary>Bodies for the document, of one customer, so that a reader can follow them from one operation to the next.</summary>
internal static class CustomerExamples
{
    /// <summary>When all examples happen.</summary>
    public static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public static readonly RegisterCustomer Registration = new(
        "tendai@example.com", "Correct-Horse-7", "Tendai", AcceptTerms: true, LastName: "Moyo", Phone: "+263771234567", Company: "Moyo & Sons",
        Country: "ZW", Timezone: "Africa/Harare", Language: "en");

    public static readonly CustomerDto Customer = new(
        new(Guid.Parse("0193b19f-7c11-7a0e-8f0d-3a5b0b8e4c01")), "tendai@example.com", "Tendai", "Moyo", "+263771234567", "Moyo & Sons", "ZW",
        "Africa/Harare", "en", AvatarUrl: null, [CustomerRoles.Customer], CustomerStatus.Active, EmailVerified: false, MarketingConsent: false, At, At);

    private const string Token = "Zt8vN2xQ5mR1kW7pL4cJ9sB0hD3fG6yU8aE2iO5nT1w";

    public static readonly VerifyEmail Verification = new(Token);

    public static readonly ResendVerification Resend = new("tendai@example.com");

    public static readonly RequestPasswordReset ResetRequest = new("tendai@example.com");

    public static readonly CompletePasswordReset Reset = new(Token, "Better-Horse-8");

    public static readonly ChangePassword PasswordChange = new("Correct-Horse-7", "Better-Horse-8");

    public static readonly CustomerEndpoints.DeletionBody Deletion = new("Correct-Horse-7");

    public static readonly ProfileDto Profile = new(Customer, version: 1);

    public static readonly ProfileChange ProfileChange = new(
        "Tendai", "Moyo", "+263771234567", "Moyo & Sons", "ZW", "Africa/Harare", "en", "https://images.example.com/tendai.png");

    public static readonly PreferencesDto Preferences = new(
        new(), Theme.System, DateFormat.DayMonthYear, TimeFormat.Hours24, "USD", Version: 1);

    public static readonly PreferencesChange PreferencesChange = new(new MailSwitchesChange(Product: true), DateFormat: DateFormat.DayMonthYear);

    public static readonly MeDto Me = new(Customer, instances: 1, "basic", SubscriptionStatus.Trialing);
}
