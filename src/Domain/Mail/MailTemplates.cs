using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Mail;

/// <summary>
/// What each template is about and which values it takes: exactly these, under these names. The recipient's name and the portal's
/// address are there in all of them. <c>link</c> may hold a one-time token; no other value is ever a secret.
/// </summary>
public static class MailTemplates
{
    private static readonly FrozenDictionary<MailTemplate, Definition> All = new Dictionary<MailTemplate, Definition>
    {
        [MailTemplate.WelcomeAndVerify] = new(MailTopic.Account, "link", "valid_for"),
        [MailTemplate.EmailVerification] = new(MailTopic.Account, "link", "valid_for"),
        [MailTemplate.PasswordReset] = new(MailTopic.Security, "link", "valid_for"),
        [MailTemplate.PasswordChanged] = new(MailTopic.Security, "time"),
        [MailTemplate.NewDevice] = new(MailTopic.Security, "time", "ip_address", "device"),
        [MailTemplate.SecondFactorEnabled] = new(MailTopic.Security, "time"),
        [MailTemplate.SecondFactorDisabled] = new(MailTopic.Security, "time"),
        [MailTemplate.ApiKeyCreated] = new(MailTopic.Security, "key_name", "time"),
        [MailTemplate.AccountDeactivated] = new(MailTopic.Account, "time"),
        [MailTemplate.AccountDeleted] = new(MailTopic.Account, "time"),
        [MailTemplate.Invitation] = new(MailTopic.Account, "inviter", "tenant", "role", "link", "valid_for"),
        [MailTemplate.MemberJoined] = new(MailTopic.Account, "member", "tenant", "role"),
        [MailTemplate.MemberRemoved] = new(MailTopic.Account, "tenant"),
        [MailTemplate.InstanceReady] = new(MailTopic.Instances, "instance", "tenant", "url"),
        [MailTemplate.InstanceFailed] = new(MailTopic.Instances, "instance", "tenant", "reason"),
        [MailTemplate.InstanceSuspended] = new(MailTopic.Instances, "instance", "tenant", "reason"),
        [MailTemplate.InstanceResumed] = new(MailTopic.Instances, "instance", "tenant", "state"),
        [MailTemplate.InstanceTerminated] = new(MailTopic.Instances, "instance", "tenant"),
        [MailTemplate.BackupFailed] = new(MailTopic.Instances, "instance", "tenant", "time", "reason"),
        [MailTemplate.BackupProofFailed] = new(MailTopic.Instances, "instance", "tenant", "time", "reason"),
        [MailTemplate.RestoreFailed] = new(MailTopic.Instances, "instance", "tenant", "reason"),
        [MailTemplate.TrialEnding] = new(MailTopic.BillingReminders, "tenant", "plan", "remaining", "ends_at"),
        [MailTemplate.InvoiceIssued] = new(MailTopic.BillingReminders, "tenant", "invoice", "amount", "due_at", "link"),
        [MailTemplate.PaymentReceived] = new(MailTopic.BillingReminders, "tenant", "invoice", "amount", "time"),
        [MailTemplate.PaymentFailed] = new(MailTopic.BillingReminders, "tenant", "invoice", "amount", "reason", "link"),
        [MailTemplate.PaymentOverdue] = new(MailTopic.BillingReminders, "tenant", "invoice", "amount", "due_at", "link"),
        [MailTemplate.SubscriptionSuspended] = new(MailTopic.Account, "tenant", "plan", "reason"),
        [MailTemplate.SubscriptionExpired] = new(MailTopic.Account, "tenant", "plan", "ended_at"),
        [MailTemplate.SubscriptionCancelled] = new(MailTopic.Account, "tenant", "plan", "ends_at"),
    }.ToFrozenDictionary();

    public static MailTopic TopicOf(MailTemplate template) => All[template].Topic;

    public static IReadOnlyList<string> ValuesOf(MailTemplate template) => All[template].Values;

    private sealed record Definition(MailTopic Topic, params string[] Values);
}
