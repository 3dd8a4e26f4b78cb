using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Plans;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Subscribes a tenant to a plan: with a trial when one is wanted, the plan has one and neither the customer nor their mailbox ever had one (409
/// <c>customer.email_unverified</c> before the address is proven); else it is <c>pending</c> and entitles to nothing until it is paid.
/// </summary>
/// <param name="Plan">Code of a plan on offer.</param>
/// <param name="Currency"><c>USD</c> or <c>ZWG</c>, for the subscription's life.</param>
public sealed record CreateSubscription(TenantId TenantId, string Plan, BillingPeriod BillingPeriod, bool Trial = true, string Currency = "USD")
    : ICommand<SubscriptionDto>;

internal sealed class CreateSubscriptionValidator : AbstractValidator<CreateSubscription>
{
    public CreateSubscriptionValidator()
    {
        RuleFor(c => c.Plan).NotEmpty().MaximumLength(Domain.Plans.Plan.CodeMaxLength);
        RuleFor(c => c.Currency).Follows(currency => Domain.Common.Currency.Create("currency", currency));
    }
}

internal sealed class CreateSubscriptionHandler(
    IAppDb db, ICaller caller, IMailboxHasher mailboxes, PlanPricing pricing, PlanFit fit, BillingClock billing, SubscriptionCycle cycle,
    TimeProvider clock) : IRequestHandler<CreateSubscription, Result<SubscriptionDto>>
{
    public async Task<Result<SubscriptionDto>> Handle(CreateSubscription command, CancellationToken cancellationToken)
    {
        await db.LockTenantAsync(command.TenantId, cancellationToken);
        var tenant = await db.TenantsOf(caller).AsNoTracking().SingleOrDefaultAsync(t => t.Id == command.TenantId, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();
        if (await db.RefusalOfOpenAsync(caller, tenant.Id, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;
        if (await db.DebtAsync(tenant.CustomerId, cancellationToken) is { } debt)
            return debt;

        var offered = await db.OfferedPlanAsync(command.Plan, cancellationToken);
        if (offered.IsFailure)
            return offered.Error;

        // A trial costs: nobody gets one for an address that is not known to be theirs.
        var plan = offered.Value;
        var withTrial = command.Trial && plan.TrialDays > 0;
        if (withTrial && !await db.IsProvenAsync(tenant.CustomerId, cancellationToken))
            return CustomerErrors.EmailUnverified;

        var now = await billing.NowForAsync(tenant.CustomerId, cancellationToken);
        var currency = Domain.Common.Currency.Create("currency", command.Currency).Value;
        var priced = await pricing.PriceAsync(plan, command.BillingPeriod, currency, now, cancellationToken);
        if (priced.IsFailure)
            return priced.Error;
        var testClock = await db.Customers.Where(c => c.Id == tenant.CustomerId).Select(c => c.ClockId).SingleAsync(cancellationToken);
        var id = NewId.Of<SubscriptionId>(clock.GetUtcNow());
        var subscription = Subscription.Order(tenant.Id, tenant.CustomerId, priced.Value, now, id, testClock);
        if (subscription.IsFailure)
            return subscription.Error;

        db.Subscriptions.Add(subscription.Value);
        if (await db.SaveUniqueAsync(SubscriptionConstraints.ToError, cancellationToken) is { IsFailure: true } taken)
            return taken.Error;
        if (await fit.RefusalAsync(tenant.Id, plan, cancellationToken) is { } exceeding)
            return exceeding;

        if (withTrial)
            await db.TryStartTrialAsync(subscription.Value, plan.TrialDays, mailboxes, now, cancellationToken);
        await cycle.AdvanceAsync(id, cancellationToken);
        return await db.ViewsOf(db.Subscriptions.AsNoTracking().Where(s => s.Id == id)).SingleAsync(cancellationToken);
    }
}
