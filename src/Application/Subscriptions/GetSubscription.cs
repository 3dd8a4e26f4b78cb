using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

public sealed record GetSubscription(SubscriptionId Id) : IQuery<SubscriptionDto>;

internal sealed class GetSubscriptionHandler(IAppDb db, ICaller caller) : IRequestHandler<GetSubscription, Result<SubscriptionDto>>
{
    public async Task<Result<SubscriptionDto>> Handle(GetSubscription query, CancellationToken cancellationToken)
    {
        var owned = db.SubscriptionsOf(caller).AsNoTracking().Where(s => s.Id == query.Id);
        var subscription = await db.ViewsOf(owned).SingleOrDefaultAsync(cancellationToken);
        return subscription is null ? SubscriptionErrors.NotFound() : subscription;
    }
}
