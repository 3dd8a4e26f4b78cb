using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Domain.Events;

/// <summary>
/// The events that leave the platform: in <c>/events</c>, its stream, and webhooks. An event that is not named here stays inside. Each
/// belongs to a tenant and holds no secret.
/// </summary>
public static class PublicEvents
{
    /// <summary>What they mean, by wire name, in the order of the documentation.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Name<TenantCreated>()] = "A tenant was opened.",
        [Name<TenantActivated>()] = "A suspended tenant is active again.",
        [Name<TenantSuspended>()] = "A tenant was suspended, and its instances with it.",
        [Name<TenantTerminated>()] = "A tenant was closed for good.",
        [Name<SubscriptionCreated>()] = "A plan was subscribed to.",
        [Name<TrialStarted>()] = "A trial began; it says when it ends.",
        [Name<SubscriptionChangeRequested>()] = "A change of plan or period waits for its payment, or for the end of the period.",
        [Name<SubscriptionChangeDropped>()] = "A change that waited was withdrawn, replaced or not paid in time.",
        [Name<SubscriptionChanged>()] = "A subscription has another plan or period.",
        [Name<CancellationScheduled>()] = "A subscription ends with its period, unless that is undone.",
        [Name<CancellationWithdrawn>()] = "A subscription does not end with its period after all.",
        [Name<SubscriptionActivated>()] = "A subscription is paid for: for the first time, or all that was due.",
        [Name<SubscriptionRenewed>()] = "A subscription's next period began.",
        [Name<SubscriptionPastDue>()] = "An invoice of a subscription is due and not paid.",
        [Name<SubscriptionPaymentReminded>()] = "The owners were reminded of what is due; it says after how many days.",
        [Name<SubscriptionSuspended>()] = "A subscription was suspended because it is not paid, and the tenant's instances with it.",
        [Name<SubscriptionExpired>()] = "A subscription ended because it was not paid.",
        [Name<SubscriptionCancelled>()] = "A subscription was cancelled.",
        [Name<PaymentPending>()] = "The payment gateway waits for the payer.",
        [Name<PaymentPaid>()] = "A payment has arrived.",
        [Name<PaymentFailed>()] = "An attempt to pay has failed.",
        [Name<PaymentCancelled>()] = "An attempt to pay was given up, here or by the payer, or was not confirmed in time.",
        [Name<PaymentRefunded>()] = "A payment went back to the payer.",
        [Name<InvoiceIssued>()] = "An invoice was issued; it says how much is due and when.",
        [Name<InvoicePaid>()] = "Nothing is due on an invoice any more.",
        [Name<InvoiceCredited>()] = "A credit note was issued for an invoice, over all of it or a part.",
        [Name<InvoiceVoided>()] = "An invoice was taken back; what was paid is credit.",
        [Name<InvoiceUncollectible>()] = "An invoice was given up unpaid; it can be paid all the same.",
        [Name<InvoiceReopened>()] = "What paid an invoice was taken back by the gateway: it is due again.",
        [Name<InstanceCreated>()] = "An instance was ordered; it is being provisioned.",
        [Name<InstanceChanged>()] = "Settings or limits of an instance were changed.",
        [Name<InstanceRunning>()] = "An instance runs and can be used.",
        [Name<InstanceStopped>()] = "An instance was stopped.",
        [Name<InstanceSuspended>()] = "An instance was suspended; it says by what.",
        [Name<InstanceResumed>()] = "An instance's suspension was lifted; it says whether it is started.",
        [Name<InstanceFailed>()] = "Something failed for good; code and message say what can be done.",
        [Name<InstanceSessionEnded>()] = "Database sessions of an instance were ended, because they kept others from working; it says how.",
        [Name<InstanceRestored>()] = "An instance's data are those of a backup now.",
        [Name<InstanceRestoreFailed>()] = "A restore did not work; the instance is as it was before. Code and message say why.",
        [Name<InstanceReactivated>()] = "A terminated instance begins again with its final backup.",
        [Name<BackupCompleted>()] = "A backup was made; it says of what kind and size.",
        [Name<BackupFailed>()] = "A backup could not be made; code and message say why.",
        [Name<BackupProven>()] = "A backup was loaded into a throw-away database and Odoo started on it: it can be restored.",
        [Name<BackupProofFailed>()] = "A backup would not bring its instance back; it says how far it is good, code and message say why.",
        [Name<BackupDeleted>()] = "A backup was deleted: by somebody, or because it was kept long enough.",
        [Name<InstanceTerminating>()] = "An instance is being removed.",
        [Name<InstanceTerminated>()] = "An instance was removed with all it had.",
        [Name<CredentialsRevealed>()] = "Somebody read an instance's first administrator password.",
        [Name<OperationQueued>()] = "Work on an instance was asked for. Its progress is in the operation's own stream.",
        [Name<OperationFinished>()] = "Work on an instance ended: succeeded, failed or cancelled.",
        [Name<WebhookEndpointDisabled>()] = "A webhook endpoint was given up, since it is gone or nothing got through for three days.",
    };

    public static bool Contains(string name) => All.ContainsKey(name);

    private static string Name<TEvent>() where TEvent : DomainEvent => EventNames.NameOf(typeof(TEvent));
}
