using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Tests.Customers;

public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("Aa1!aaaa")]
    [InlineData("correct Horse 7 battery-staple")]
    [InlineData("Пароль-1234")]
    public void A_password_with_all_kinds_is_accepted(string password) => PasswordPolicy.Check("password", password).IsFailure.ShouldBeFalse();

    [Theory]
    [InlineData("Aa1!aaa", "Use 8 to 128 characters.")]
    [InlineData("aa1!aaaa", "Use at least one upper-case letter.")]
    [InlineData("AA1!AAAA", "Use at least one lower-case letter.")]
    [InlineData("Aaa!aaaa", "Use at least one digit.")]
    [InlineData("Aa1aaaaa", "Use at least one special character.")]
    [InlineData("Aa1 aaaa", "Use at least one special character.")]
    [InlineData("Aa1!aaa\0", "Control characters are not allowed.")]
    public void The_broken_rule_is_named(string password, string message)
    {
        var error = PasswordPolicy.Check("new_password", password).Error;
        error.Fields.Keys.ShouldBe(["new_password"]);
        error.Fields["new_password"].ShouldBe([message]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void All_broken_password_rules_are_named_at_once(string? password) =>
        PasswordPolicy.Check("password", password).Error.Fields["password"].Length.ShouldBe(5);

    [Fact]
    public void The_length_ends_at_128()
    {
        PasswordPolicy.Check("password", "Aa1!" + new string('a', 124)).IsFailure.ShouldBeFalse();
        PasswordPolicy.Check("password", "Aa1!" + new string('a', 125)).IsFailure.ShouldBeTrue();
    }

    [Fact]
    public void Password_has_one_form_however_its_letters_are_typed()
    {
        PasswordPolicy.Normalize("Pa\u0308sswo\u0308rd-1234").ShouldBe("P\u00e4ssw\u00f6rd-1234");
        PasswordPolicy.Check("password", "Aa1!" + string.Concat(Enumerable.Repeat("a\u0308", 124))).IsFailure.ShouldBeFalse();
        PasswordPolicy.CheckTyped("password", "").IsFailure.ShouldBeTrue();
        PasswordPolicy.CheckTyped("password", new string('x', 129)).IsFailure.ShouldBeTrue();
        PasswordPolicy.CheckTyped("password", "x\ud800").IsFailure.ShouldBeTrue();
        PasswordPolicy.CheckTyped("password", "x").IsFailure.ShouldBeFalse();
    }

    [Property]
    public void A_refusal_never_repeats_the_password(NonEmptyString text)
    {
        var password = $"q7{text.Get}q7";
        var checkedPassword = PasswordPolicy.Check("password", password);
        if (checkedPassword.IsFailure)
            string.Join('|', checkedPassword.Error.Fields["password"].Append(checkedPassword.Error.Message)).ShouldNotContain(password);
    }

    [Fact]
    public void Adding_an_allowed_character_never_makes_a_good_password_bad() => Prop.ForAll(
        Gen.Choose(0x20, 0x7e).Select(c => (char)c).ToArbitrary(),
        c => !PasswordPolicy.Check("password", "Good-Pass-1" + c).IsFailure).QuickCheckThrowOnFailure();
}
