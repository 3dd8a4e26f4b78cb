using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>What happens to a subscription's invoices takes effect at once; the minute's look would find it, too.</summary>
internal abstract class AdvanceOnInvoice<TEvent>(SubscriptionCycle cycle) : EventConsumer<TEvent> where TEvent : InvoiceEvent
{
    protected override async Task ConsumeAsync(TEvent domainEvent, CancellationToken cancellationToken)
    {
        if (domainEvent.SubscriptionId is { } subscription)
            await cycle.AdvanceAsync(subscription, cancellationToken);
    }
}

internal sealed class AdvancePaidSubscription(SubscriptionCycle cycle) : AdvanceOnInvoice<InvoicePaid>(cycle)
{
    public override string Name => "advance_paid_subscription";
}

/// <summary>An operator has taken back what was due: then nothing is.</summary>
internal sealed class AdvanceForgivenSubscription(SubscriptionCycle cycle) : AdvanceOnInvoice<InvoiceVoided>(cycle)
{
    public override string Name => "advance_forgiven_subscription";
}

/// <summary>The gateway took back what had been paid: it is due again.</summary>
internal sealed class AdvanceReopenedSubscription(SubscriptionCycle cycle) : AdvanceOnInvoice<InvoiceReopened>(cycle)
{
    public override string Name => "advance_reopened_subscription";
}
