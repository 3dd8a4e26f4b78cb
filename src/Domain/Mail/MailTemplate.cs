namespace SaaSOdoo.Domain.Mail;

/// <summary>Every mail the platform sends. <see cref="MailTemplates"/> says what each is about and which values it takes.</summary>
public enum MailTemplate
{
    WelcomeAndVerify,
    EmailVerification,
    PasswordReset,
    PasswordChanged,
    NewDevice,
    SecondFactorEnabled,
    SecondFactorDisabled,
    ApiKeyCreated,
    AccountDeactivated,
    AccountDeleted,
    Invitation,
    MemberJoined,
    MemberRemoved,
    InstanceReady,
    InstanceFailed,
    InstanceSuspended,
    InstanceResumed,
    InstanceTerminated,
    BackupFailed,
    RestoreFailed,
    TrialEnding,
    InvoiceIssued,
    PaymentReceived,
    PaymentFailed,
    PaymentOverdue,
    SubscriptionSuspended,
    SubscriptionExpired,
    SubscriptionCancelled,
}
