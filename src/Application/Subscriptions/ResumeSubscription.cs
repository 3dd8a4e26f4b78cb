using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Undoes a cancellation at the period's end: the subscription goes on. 409 when it has ended, or does not live yet.</summary>
public sealed record ResumeSubscription(SubscriptionId Id) : ICommand<SubscriptionDto>;

internal sealed class ResumeSubscriptionHandler(IAppDb db, ICaller caller, SubscriptionAccess access)
    : IRequestHandler<ResumeSubscription, Result<SubscriptionDto>>
{
    public async Task<Result<SubscriptionDto>> Handle(ResumeSubscription command, CancellationToken cancellationToken)
    {
        if (await db.RefusalOfOwnerAsync(caller, command.Id, cancellationToken) is { } refusal)
            return refusal;

        var (subscription, now) = await access.OpenAsync(command.Id, cancellationToken);
        var resumed = subscription.Resume(now);
        return resumed.IsFailure ? resumed.Error : await access.CloseAsync(subscription, cancellationToken);
    }
}
