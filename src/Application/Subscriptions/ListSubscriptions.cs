using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>The caller's subscriptions, newest first.</summary>
/// <param name="TenantId">Null for those of all tenants; likewise <paramref name="Status"/>.</param>
public sealed record ListSubscriptions(Paging Paging, TenantId? TenantId = null, SubscriptionStatus? Status = null)
    : IQuery<Page<SubscriptionDto>>;

internal sealed class ListSubscriptionsHandler(IAppDb db, ICaller caller)
    : IRequestHandler<ListSubscriptions, Result<Page<SubscriptionDto>>>
{
    public async Task<Result<Page<SubscriptionDto>>> Handle(ListSubscriptions query, CancellationToken cancellationToken)
    {
        var subscriptions = db.NewestSubscriptionsOf(caller, query.Paging, query.TenantId, query.Status).AsNoTracking();
        return await db.ViewsOf(subscriptions.NewestFirst(query.Paging, s => s.Id))
            .ToPageAsync(query.Paging, s => s.Id.Value, cancellationToken);
    }
}
