using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Domain.Tests.Mail;

public sealed class OutgoingMailTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ThreeDays = TimeSpan.FromDays(3);

    [Fact]
    public void Mail_retry_backoff_grows_to_five_minutes_and_ends_dead_after_three_days()
    {
        var mail = Post();
        var now = Now;
        var pauses = new List<double>();
        while (mail.Status == MailStatus.Queued)
        {
            mail.Fail("Subject", "451 later", ThreeDays, now);
            if (mail.Status != MailStatus.Queued)
                break;
            pauses.Add((mail.RunAfter - now).TotalSeconds);
            now = mail.RunAfter;
        }

        pauses.Take(11).ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        mail.Status.ShouldBe(MailStatus.Dead);
        (now - Now).ShouldBeInRange(ThreeDays - OutgoingMail.LongestPause, ThreeDays);
        (mail.LastError, mail.Subject, mail.Content).ShouldBe(("451 later", "Subject", "sealed"));
    }

    [Fact]
    public void Only_a_dead_mail_can_be_retried_and_its_expiry_starts_anew()
    {
        var mail = Post();
        mail.Retry(Now).Error.Code.ShouldBe("mail.not_dead");
        mail.Refuse("Subject", "550 unknown");
        mail.Retry(Now.AddDays(10)).IsFailure.ShouldBeFalse();
        (mail.Status, mail.RunAfter, mail.IsStale(ThreeDays, Now.AddDays(12))).ShouldBe((MailStatus.Queued, Now.AddDays(10), false));

        mail.Deliver("Subject", Now.AddDays(10));
        mail.Retry(Now.AddDays(11)).Error.Code.ShouldBe("mail.not_dead");
    }

    [Fact]
    public void Account_deleted_mail_keeps_no_recipient_address_after_delivery()
    {
        var mail = Post(MailTemplate.AccountDeleted);
        mail.Deliver("Your account is deleted", Now);
        mail.Recipient.Value.ShouldBe($"{mail.Id.Value}@deleted.invalid");
        mail.Content.ShouldBeNull();

        var other = Post();
        other.Deliver("Subject", Now);
        other.Recipient.Value.ShouldBe("tendai@example.com");
    }

    [Fact]
    public void Smtp_error_is_kept_on_one_truncated_line()
    {
        var mail = Post();
        mail.Refuse(subject: null, "550 no\r\nInjected: yes" + new string('x', 400));
        mail.LastError.ShouldNotBeNull().Length.ShouldBe(OutgoingMail.ErrorMaxLength);
        mail.LastError.ShouldStartWith("550 no  Injected: yes");
    }

    private static OutgoingMail Post(MailTemplate template = MailTemplate.PasswordReset) =>
        OutgoingMail.Post(template, customer: null, Email.Create("to", "tendai@example.com").Value, "sealed", dedupeKey: null, Now);
}
