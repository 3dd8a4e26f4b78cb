using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Domain.Tests.SecondFactor;

public sealed class SecondFactorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId Id = NewId.Of<CustomerId>(Now);

    [Fact]
    public void Enrolled_is_not_on_until_a_code_is_confirmed()
    {
        var factor = Authenticator.Enrol(Id, "secret", Now);
        factor.IsOn.ShouldBeFalse();
        factor.Confirm(step: null, [Hash("a")], Now).Error.ShouldBe(SecondFactorErrors.CodeWrong);
        factor.IsOn.ShouldBeFalse();
        factor.RecoveryCodes.ShouldBeEmpty();

        factor.Confirm(7, [Hash("a")], Now).IsFailure.ShouldBeFalse();
        factor.IsOn.ShouldBeTrue();
        factor.Events.ShouldBe([new SecondFactorEnabled(Id, Now)]);
    }

    [Fact]
    public void A_factor_that_is_on_is_neither_enrolled_nor_confirmed_again()
    {
        var factor = On();
        factor.EnrolAgain("other", Now).Error.ShouldBe(SecondFactorErrors.AlreadyOn);
        factor.Confirm(9, [], Now).Error.ShouldBe(SecondFactorErrors.AlreadyOn);
        (factor.Secret, factor.LastStep, factor.RecoveryCodes.Count).ShouldBe(("secret", 7, 2));
    }

    [Fact]
    public void Each_step_is_good_once_and_none_before_it()
    {
        var factor = On();
        factor.TryUse(7, Hash("x")).ShouldBeFalse("it was used to confirm");
        factor.TryUse(6, Hash("x")).ShouldBeFalse();
        factor.TryUse(9, Hash("x")).ShouldBeTrue();
        factor.TryUse(9, Hash("x")).ShouldBeFalse();
        factor.TryUse(8, Hash("x")).ShouldBeFalse();
        factor.TryUse(10, Hash("x")).ShouldBeTrue();
    }

    [Fact]
    public void Each_recovery_code_is_good_once()
    {
        var factor = On();
        factor.TryUse(step: null, Hash("c")).ShouldBeFalse();
        factor.TryUse(step: null, Hash("a")).ShouldBeTrue();
        factor.TryUse(step: null, Hash("a")).ShouldBeFalse();
        factor.TryUse(step: null, Hash("b")).ShouldBeTrue();
        factor.RecoveryCodes.ShouldBeEmpty();
    }

    [Fact]
    public void New_recovery_codes_void_the_old_ones()
    {
        var factor = On();
        factor.RenewRecoveryCodes([Hash("c")]);
        factor.TryUse(step: null, Hash("a")).ShouldBeFalse();
        factor.TryUse(step: null, Hash("c")).ShouldBeTrue();
    }

    private static Authenticator On()
    {
        var factor = Authenticator.Enrol(Id, "secret", Now);
        factor.Confirm(7, [Hash("a"), Hash("b")], Now);
        return factor;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
