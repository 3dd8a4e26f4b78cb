using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Domain.Tests.Customers;

public sealed class CustomerClosingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Closing_and_opening_again_are_told_once_each()
    {
        var customer = New();
        customer.Deactivate(Now).IsFailure.ShouldBeFalse();
        customer.Deactivate(Now).IsFailure.ShouldBeFalse();
        customer.LogIn(passwordMatches: true, Now).Error.Code.ShouldBe("invalid_credentials");
        customer.Activate(Now).IsFailure.ShouldBeFalse();
        customer.Activate(Now).IsFailure.ShouldBeFalse();
        customer.LogIn(passwordMatches: true, Now).IsFailure.ShouldBeFalse();
        customer.Events.ShouldBe([new CustomerDeactivated(customer.Id, Now), new CustomerActivated(customer.Id, Now)]);
    }

    [Fact]
    public void Deleting_leaves_no_trace_of_the_person_and_no_way_back()
    {
        var customer = New();
        customer.GrantAdmin(Now);
        customer.ClearEvents();
        customer.Delete(liveInstances: 0, Now).IsFailure.ShouldBeFalse();

        (customer.Status, customer.Email.Value, customer.PasswordHash).ShouldBe((CustomerStatus.Deleted, $"{customer.Id.Value}@deleted.invalid", ""));
        (customer.Name.First, customer.Name.Last, customer.Phone, customer.Company, customer.AvatarUrl, customer.Country, customer.Timezone, customer.Language)
            .ShouldBe(("Deleted", "customer", null, null, null, null, null, null));
        customer.Roles.ShouldBeEmpty();
        customer.Activate(Now).Error.Kind.ShouldBe(ErrorKind.NotFound);
        customer.Deactivate(Now).Error.Kind.ShouldBe(ErrorKind.NotFound);
        customer.Delete(liveInstances: 0, Now).Error.Kind.ShouldBe(ErrorKind.NotFound);
        customer.Events.ShouldBe([new CustomerDeleted(customer.Id, Now)]);
    }

    [Fact]
    public void Deleting_waits_for_live_instances_and_says_how_many()
    {
        var customer = New();
        var refused = customer.Delete(liveInstances: 2, Now).Error;
        (refused.Code, refused.Details["live_instances"]).ShouldBe(("customer.has_live_instances", 2));
        (customer.Status, customer.Email.Value).ShouldBe((CustomerStatus.Active, "tendai@example.com"));
    }

    [Fact]
    public void A_code_is_asked_for_only_when_the_password_is_right_and_nobody_is_locked()
    {
        var customer = New();
        var asked = 0;
        CodeProof Prove()
        {
            asked++;
            return CodeProof.Wrong;
        }

        customer.LogIn(passwordMatches: false, Now, Prove);
        asked.ShouldBe(0);
        for (var i = 0; i < 5; i++)
            customer.LogIn(passwordMatches: true, Now, Prove).Error.Code.ShouldBe("second_factor_invalid");
        asked.ShouldBe(5);
        customer.LogIn(passwordMatches: true, Now, Prove).Error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(15));
        customer.ConfirmCode(Now, Prove).Error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(15));
        asked.ShouldBe(5);
    }

    private static Customer New()
    {
        var customer = new CustomerBuilder
        {
            Phone = "+263771234567",
            Company = "Moyo & Sons",
            Country = "ZW",
            TimeZone = "Africa/Harare",
            Language = "en",
            AvatarUrl = "https://example.com/t.png",
            MarketingConsent = true,
        }.Build(Now);
        customer.ClearEvents();
        return customer;
    }
}
