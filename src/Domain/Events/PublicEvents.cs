using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
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
        [Name<SubscriptionCancelled>()] = "A subscription was cancelled.",
        [Name<InstanceCreated>()] = "An instance was ordered; it is being provisioned.",
        [Name<InstanceChanged>()] = "Settings or limits of an instance were changed.",
        [Name<InstanceRunning>()] = "An instance runs and can be used.",
        [Name<InstanceStopped>()] = "An instance was stopped.",
        [Name<InstanceSuspended>()] = "An instance was suspended; it says by what.",
        [Name<InstanceResumed>()] = "An instance's suspension was lifted; it says whether it is started.",
        [Name<InstanceFailed>()] = "Something failed for good; code and message say what can be done.",
        [Name<InstanceSessionEnded>()] = "Database sessions of an instance were ended, because they kept others from working; it says how.",
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
