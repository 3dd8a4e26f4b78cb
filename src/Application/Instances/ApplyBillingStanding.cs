using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Instances;

/// <summary>Suspends or resumes a tenant's instances as its subscription stands by now.</summary>
internal sealed class ApplyBillingStanding(BillingStandings standings) : EventConsumer<SubscriptionStandingChanged>
{
    public override string Name => "apply_billing_standing";

    protected override async Task ConsumeAsync(SubscriptionStandingChanged domainEvent, CancellationToken cancellationToken)
    {
        if (!await standings.ApplyAsync(domainEvent.TenantId, cancellationToken))
            throw NotYetException.After("An operation of the tenant is under way.");
    }
}
