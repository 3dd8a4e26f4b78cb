using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

public enum CancelAt
{
    /// <summary>Of the current period, or of the trial.</summary>
    PeriodEnd,
    Now,
}

/// <summary>
/// Ends the subscription: with its period, until <see cref="ResumeSubscription"/> undoes it, or now, which has to be confirmed: 409
/// <c>subscription.confirmation_required</c> says what is lost. Of one that has ended nothing is changed.
/// </summary>
public sealed record CancelSubscription(SubscriptionId Id, CancelAt At = CancelAt.PeriodEnd, bool Confirm = false)
    : ICommand<SubscriptionDto>, INeedsSecondFactor
{
    // Until the end of the period one click undoes it.
    bool INeedsSecondFactor.IsSensitiveFor(ICaller caller) => At is CancelAt.Now;
}

internal sealed class CancelSubscriptionValidator : AbstractValidator<CancelSubscription>
{
    public CancelSubscriptionValidator() => RuleFor(c => c.At).IsInEnum();
}

internal sealed class CancelSubscriptionHandler(IAppDb db, ICaller caller, SubscriptionAccess access)
    : IRequestHandler<CancelSubscription, Result<SubscriptionDto>>
{
    public async Task<Result<SubscriptionDto>> Handle(CancelSubscription command, CancellationToken cancellationToken)
    {
        if (await db.RefusalOfOwnerAsync(caller, command.Id, cancellationToken) is { } refusal)
            return refusal;

        var (subscription, now) = await access.OpenAsync(command.Id, cancellationToken);
        if (command is { At: CancelAt.Now, Confirm: false } && !SubscriptionStatuses.Ended.Contains(subscription.Status))
            return SubscriptionChangeErrors.Unconfirmed(subscription.Status);

        var cancelled = command.At is CancelAt.Now ? subscription.CancelNow(now) : subscription.EndWithPeriod(now);
        return cancelled.IsFailure ? cancelled.Error : await access.CloseAsync(subscription, cancellationToken);
    }
}
