using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>Tells a tenant's owners what happened to an instance, once for each event.</summary>
internal abstract class InstanceMail<TEvent>(IAppDb db, OwnerNotifier owners) : EventConsumer<TEvent> where TEvent : InstanceEvent
{
    protected abstract MailTemplate Template { get; }

    /// <summary>What the template takes besides the names; null when there is nothing to tell.</summary>
    protected abstract (string Name, string Value)[]? Values(TEvent happened, Instance instance);

    protected override async Task ConsumeAsync(TEvent domainEvent, CancellationToken cancellationToken)
    {
        var instance = await db.Instances.AsNoTracking().Include(i => i.Allocation).SingleAsync(i => i.Id == domainEvent.InstanceId, cancellationToken);
        if (Values(domainEvent, instance) is not { } values)
            return;

        var cause = $"{instance.Id.Value:N}:{domainEvent.At.UtcTicks}";
        await owners.PostAsync(instance.TenantId, Template, cause, cancellationToken, [("instance", instance.Name), .. values]);
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal sealed class MailInstanceReady(IAppDb db, OwnerNotifier owners) : InstanceMail<InstanceRunning>(db, owners)
{
    public override string Name => "mail_instance_ready";

    protected override MailTemplate Template => MailTemplate.InstanceReady;

    // Gone again before anybody was told: then there is nothing to open.
    protected override (string, string)[]? Values(InstanceRunning happened, Instance instance) =>
        happened.First && instance.Allocation.Url is { } url ? [("url", url.ToString())] : null;
}

internal sealed class MailInstanceFailed(IAppDb db, OwnerNotifier owners) : InstanceMail<InstanceFailed>(db, owners)
{
    public override string Name => "mail_instance_failed";

    protected override MailTemplate Template => MailTemplate.InstanceFailed;

    protected override (string, string)[]? Values(InstanceFailed happened, Instance instance) =>
        happened.Again ? null : [("reason", happened.Message)];
}

internal sealed class MailInstanceSuspended(IAppDb db, OwnerNotifier owners) : InstanceMail<InstanceSuspended>(db, owners)
{
    public override string Name => "mail_instance_suspended";

    protected override MailTemplate Template => MailTemplate.InstanceSuspended;

    protected override (string, string)[] Values(InstanceSuspended happened, Instance instance) => [("reason", happened.Cause switch
    {
        SuspensionCause.Tenant => "The tenant is suspended.",
        SuspensionCause.Billing => "A payment is missing.",
        SuspensionCause.Operator => "An operator of the platform has suspended it.",
    })];
}

internal sealed class MailInstanceResumed(IAppDb db, OwnerNotifier owners) : InstanceMail<InstanceResumed>(db, owners)
{
    public override string Name => "mail_instance_resumed";

    protected override MailTemplate Template => MailTemplate.InstanceResumed;

    protected override (string, string)[] Values(InstanceResumed happened, Instance instance) =>
        [("state", happened.Starts ? "It is being started." : "It is stopped, as it was before.")];
}

internal sealed class MailInstanceTerminated(IAppDb db, OwnerNotifier owners) : InstanceMail<InstanceTerminated>(db, owners)
{
    public override string Name => "mail_instance_terminated";

    protected override MailTemplate Template => MailTemplate.InstanceTerminated;

    protected override (string, string)[] Values(InstanceTerminated happened, Instance instance) => [];
}
