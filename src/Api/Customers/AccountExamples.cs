using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Plans;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Api.Customers;

/// <summary>Bodies for the document, of one customer and one tenant, so that a reader can follow them from one operation to the next.</summary>
internal static class AccountExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId TenantId = new(Guid.Parse("0193b1a0-2f4e-7d1c-9a53-6f1f6f2f9b10"));

    public static readonly RegisterCustomer Registration = new(
        "tendai@example.com", "Correct-Horse-7", "Tendai", "Moyo", AcceptTerms: true, Phone: "+263771234567", Company: "Moyo & Sons",
        Country: "ZW", Timezone: "Africa/Harare", Language: "en");

    public static readonly CustomerDto Customer = new(
        new(Guid.Parse("0193b19f-7c11-7a0e-8f0d-3a5b0b8e4c01")), "tendai@example.com", "Tendai", "Moyo", "+263771234567", "Moyo & Sons", "ZW",
        "Africa/Harare", "en", AvatarUrl: null, [CustomerRoles.Customer], CustomerStatus.Active, EmailVerified: false, MarketingConsent: false, At, At);

    public static readonly LogIn LogIn = new("tendai@example.com", "Correct-Horse-7");

    public static readonly LoginDto Login = new("kH2mX0s1b3nq6vQmJYpWm0cZ8dXw4r7uTgA9eLfVb5I", "bearer", At.AddDays(7), Customer);

    private const string Token = "Zt8vN2xQ5mR1kW7pL4cJ9sB0hD3fG6yU8aE2iO5nT1w";

    public static readonly VerifyEmail Verification = new(Token);

    public static readonly ResendVerification Resend = new("tendai@example.com");

    public static readonly RequestPasswordReset ResetRequest = new("tendai@example.com");

    public static readonly CompletePasswordReset Reset = new(Token, "Better-Horse-8");

    public static readonly ChangePassword PasswordChange = new("Correct-Horse-7", "Better-Horse-8");

    public static readonly DeleteAccount Deletion = new("Correct-Horse-7");

    public static readonly ProfileDto Profile = new(Customer, version: 1);

    public static readonly CustomerEndpoints.ProfileBody ProfileChange = new(
        "Tendai", "Moyo", "+263771234567", "Moyo & Sons", "ZW", "Africa/Harare", "en", "https://images.example.com/tendai.png");

    public static readonly PreferencesDto Preferences = new(
        new(), Theme.System, DateFormat.DayMonthYear, TimeFormat.Hours24, "USD", Version: 1);

    public static readonly CustomerEndpoints.PreferencesBody PreferencesChange = new(new(), DateFormat: DateFormat.DayMonthYear);

    public static readonly MeDto Me = new(Customer, instances: 1, "basic", SubscriptionStatus.Trialing);

    public static readonly Page<SessionDto> Sessions = new(
        [new(new(Guid.Parse("0193b1a1-5b7e-7c55-b7a2-0c1d2e3f4a5b")), "203.0.113.7", "Mozilla/5.0", At, At.AddDays(7), At, IsCurrent: true)],
        NextCursor: null);

    public static readonly CreateTenant NewTenant = new("Moyo & Sons", "erp.example.com", Metadata());

    public static readonly TenantDto Tenant = new(
        TenantId, "Moyo & Sons", TenantStatus.Active, "erp.example.com", Metadata(), "basic", MaxInstances: 3, MaxUsers: 25,
        InstanceCount: 1, At, At, Version: 1);

    public static readonly CustomerStatsDto Stats = new(
        Customer.Id,
        new Dictionary<TenantStatus, int> { [TenantStatus.Active] = 1 },
        new Dictionary<InstanceStatus, int> { [InstanceStatus.Running] = 1 },
        new Dictionary<SubscriptionStatus, int> { [SubscriptionStatus.Trialing] = 1 },
        CpuAllocated: 1m, MemoryBytesAllocated: 2L << 30, StorageBytesAllocated: 10L << 30);

    public static readonly PlanDto Plan = new(
        "basic", 1, "Basic", MaxInstances: 3, MaxUsers: 25, CpuLimit: 2m, "4G", "20G", DatabaseKind.Shared, TrialDays: 14,
        [new(BillingPeriod.Monthly, "USD", 8m), new(BillingPeriod.Quarterly, "USD", 22.80m)]);

    public static readonly CreateSubscription NewSubscription = new(TenantId, "basic", BillingPeriod.Monthly);

    public static readonly SubscriptionDto Subscription = new(
        new(Guid.Parse("0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09")), TenantId, "basic", PlanVersion: 1, BillingPeriod.Monthly, 8m, "USD",
        SubscriptionStatus.Trialing, At, At.AddDays(14), At, At.AddDays(14), At, At, Version: 1);

    private static Dictionary<string, JsonElement> Metadata() =>
        new(StringComparer.Ordinal) { ["branch"] = JsonSerializer.SerializeToElement("Harare") };
}
