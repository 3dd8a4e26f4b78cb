using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Customers;

/// <summary>The caller's profile with what they have: counted, not assumed.</summary>
public sealed record GetMe : IQuery<MeDto>;

/// <summary>The plan and status of the live subscription the customer pays for, or of the newest one when none is live; null without a subscription.</summary>
public sealed record MeDto : CustomerDto
{
    public MeDto(CustomerDto customer, int instances, string? plan, SubscriptionStatus? status) : base(customer) =>
        (InstanceCount, SubscriptionPlan, SubscriptionStatus) = (instances, plan, status);

    /// <summary>Those that are not terminated, of all tenants.</summary>
    public int InstanceCount { get; }

    public string? SubscriptionPlan { get; }
    public SubscriptionStatus? SubscriptionStatus { get; }
}

internal sealed class GetMeHandler(IAppDb db, ICaller caller) : IRequestHandler<GetMe, Result<MeDto>>
{
    public async Task<Result<MeDto>> Handle(GetMe query, CancellationToken cancellationToken)
    {
        var subscriptions =
            from subscription in db.Subscriptions
            where subscription.CustomerId == caller.CustomerId
            join plan in db.Plans on subscription.PlanId equals plan.Id
            orderby SubscriptionStatuses.Live.Contains(subscription.Status) descending, subscription.Id descending
            select new { plan.Code, subscription.Status };

        var instances = db.InstancesOf(caller).Where(i => i.Status != InstanceStatus.Terminated);
        var id = caller.CustomerId;
        var me = await db.Customers.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new { Customer = c, Instances = instances.Count(), Subscription = subscriptions.FirstOrDefault() })
            .SingleAsync(cancellationToken);

        return new MeDto(CustomerDto.From(me.Customer), me.Instances, me.Subscription?.Code, me.Subscription?.Status);
    }
}
