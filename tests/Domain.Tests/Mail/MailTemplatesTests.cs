using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Domain.Tests.Mail;

public sealed class MailTemplatesTests
{
    [Fact]
    public void Every_template_is_defined()
    {
        var templates = Enum.GetValues<MailTemplate>();
        templates.Length.ShouldBe(29);
        templates.ShouldAllBe(t => MailTemplates.ValuesOf(t).Count > 0 && Enum.IsDefined(MailTemplates.TopicOf(t)));
    }

    [Fact]
    public void Account_protection_and_ending_mails_cannot_be_switched_off() =>
        Enum.GetValues<MailTemplate>().Where(t => !MailTemplates.TopicOf(t).IsOptional()).ShouldBe(
        [
            MailTemplate.WelcomeAndVerify, MailTemplate.EmailVerification, MailTemplate.PasswordReset, MailTemplate.PasswordChanged,
            MailTemplate.NewDevice, MailTemplate.SecondFactorEnabled, MailTemplate.SecondFactorDisabled, MailTemplate.ApiKeyCreated,
            MailTemplate.AccountDeactivated, MailTemplate.AccountDeleted, MailTemplate.Invitation, MailTemplate.MemberJoined,
            MailTemplate.MemberRemoved, MailTemplate.SubscriptionSuspended, MailTemplate.SubscriptionExpired,
            MailTemplate.SubscriptionCancelled,
        ]);
}
