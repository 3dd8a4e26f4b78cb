using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Domain.Tests.Customers;

public sealed class CustomerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_new_customer_is_active_a_customer_only_and_announced()
    {
        var customer = New();
        customer.Status.ShouldBe(CustomerStatus.Active);
        customer.Roles.ShouldBe(["customer"]);
        customer.TermsAcceptedAt.ShouldBe(Now);
        customer.EmailVerifiedAt.ShouldBeNull();
        customer.Events.ShouldBe([new CustomerRegistered(customer.Id, Now)]);
    }

    [Fact]
    public void Five_wrong_passwords_in_a_row_lock_the_login_for_fifteen_minutes()
    {
        var customer = New();
        for (var i = 0; i < 4; i++)
            customer.LogIn(passwordMatches: false, Now).Error.RetryAfter.ShouldBeNull();
        customer.IsLocked(Now).ShouldBeFalse();

        customer.LogIn(passwordMatches: false, Now).Error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(15));
        customer.IsLocked(Now).ShouldBeTrue();
        customer.Events.OfType<CustomerLocked>().ShouldBe([new CustomerLocked(customer.Id, Now.AddMinutes(15), Now)]);

        var later = Now.AddMinutes(10);
        customer.LogIn(passwordMatches: true, later).Error.RetryAfter.ShouldBe(TimeSpan.FromMinutes(5));
        customer.LastLoginAt.ShouldBeNull();

        customer.LogIn(passwordMatches: true, Now.AddMinutes(15)).IsFailure.ShouldBeFalse();
        customer.LastLoginAt.ShouldBe(Now.AddMinutes(15));
        customer.LockedUntil.ShouldBeNull();
    }

    [Fact]
    public void Attempts_during_a_login_lock_do_not_lengthen_it()
    {
        var customer = New();
        for (var i = 0; i < 50; i++)
            customer.LogIn(passwordMatches: false, Now.AddSeconds(i));
        customer.LockedUntil.ShouldBe(Now.AddSeconds(4).AddMinutes(15));
    }

    [Fact]
    public void Successful_login_resets_the_failure_count()
    {
        var customer = New();
        for (var i = 0; i < 20; i++)
            customer.LogIn(passwordMatches: i % 5 == 4, Now);
        customer.LockedUntil.ShouldBeNull();
        customer.FailedLogins.ShouldBe(0);
    }

    [Fact]
    public void Every_refusal_reads_the_same()
    {
        var refusals = new List<Error>();
        var customer = New();
        for (var i = 0; i < 6; i++)
            refusals.Add(customer.LogIn(passwordMatches: i == 5, Now).Error);
        refusals.Select(e => (e.Kind, e.Code, e.Message)).Distinct().Count().ShouldBe(1);
        refusals[0].Code.ShouldBe("invalid_credentials");
    }

    [Fact]
    public void Granting_the_operator_role_twice_is_granting_it_once()
    {
        var customer = New();
        customer.GrantAdmin(Now);
        customer.GrantAdmin(Now);
        customer.Roles.ShouldBe(["customer", "admin"]);
    }

    [Fact]
    public void A_session_lasts_7_days_or_30_and_cuts_what_is_too_long()
    {
        var origin = new SessionOrigin("::1", new string('x', 1000));
        var session = Session.Start(new CustomerId(Guid.Empty), new byte[32], remember: false, origin, Now);
        session.ExpiresAt.ShouldBe(Now.AddDays(7));
        session.UserAgent!.Length.ShouldBe(300);
        session.LastUsedAt.ShouldBe(Now);
        Session.Start(new CustomerId(Guid.Empty), new byte[32], remember: true, origin, Now).ExpiresAt.ShouldBe(Now.AddDays(30));
    }

    private static Customer New() => new CustomerBuilder().Build(Now);
}
