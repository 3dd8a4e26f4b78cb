using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Subscribes a tenant to a plan: with a trial when one is wanted, the plan has one and the customer never had one; else the
/// mailbox never had one (409 <c>customer.email_unverified</c> before its address is proven); else the
/// subscription is <c>pending</c>, which entitles to nothing. (Invoices and payments, which end <c>pending</c>, are not offered yet.)
/// </summary>
/// <param name="Plan">Code of a plan on offer.</param>
public sealed record CreateSubscription(TenantId TenantId, string Plan, BillingPeriod BillingPeriod, bool Trial = true) : ICommand<SubscriptionDto>;

internal sealed class CreateSubscriptionValidator : AbstractValidator<CreateSubscription>
{
    public CreateSubscriptionValidator() => RuleFor(c => c.Plan).NotEmpty().MaximumLength(Domain.Plans.Plan.CodeMaxLength);
}

internal sealed class CreateSubscriptionHandler(IAppDb db, ICaller caller, IMailboxHasher mailboxes, TimeProvider clock)
    : IRequestHandler<CreateSubscription, Result<SubscriptionDto>>
{
    public async Task<Result<SubscriptionDto>> Handle(CreateSubscription command, CancellationToken cancellationToken)
    {
        await db.LockTenantAsync(command.TenantId, cancellationToken);
        var tenant = await db.TenantsOf(caller).AsNoTracking().SingleOrDefaultAsync(t => t.Id == command.TenantId, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();
        if (await db.RefusalAsync(caller, tenant.Id, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;
        if (tenant.Status is TenantStatus.Terminated)
            return TenantErrors.Terminated;

        var plan = await db.Plans.Include(p => p.Prices)
            .SingleOrDefaultAsync(p => p.Code == command.Plan && p.WithdrawnAt == null, cancellationToken);
        if (plan is null)
            return PlanErrors.NotOffered;

        // A trial costs: nobody gets one for an address that is not known to be theirs.
        var withTrial = command.Trial && plan.TrialDays > 0;
        if (withTrial && !await db.IsProvenAsync(tenant.CustomerId, cancellationToken))
            return CustomerErrors.EmailUnverified;

        var now = clock.GetUtcNow();
        var subscription = Subscription.Order(tenant.Id, tenant.CustomerId, plan, command.BillingPeriod, Currency.Usd, now);
        if (subscription.IsFailure)
            return subscription.Error;

        db.Subscriptions.Add(subscription.Value);
        var saved = await db.SaveUniqueAsync(
            e => e.Constraint == "ux_subscriptions_tenant_id" ? SubscriptionErrors.AlreadySubscribed : null, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        if (withTrial)
            await StartTrialAsync(subscription.Value, plan.TrialDays, now, cancellationToken);
        var id = subscription.Value.Id;
        return await db.ViewsOf(db.Subscriptions.AsNoTracking().Where(s => s.Id == id)).SingleAsync(cancellationToken);
    }

    private async Task StartTrialAsync(Subscription subscription, int days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var email = await db.Customers.Where(c => c.Id == subscription.CustomerId).Select(c => c.Email).SingleAsync(cancellationToken);
        var mailbox = await mailboxes.HashAsync(email, cancellationToken);
        var trial = Trial.Of(subscription, days, now, mailbox);
        if (await db.TrialRefusalAsync(subscription.CustomerId, mailbox, cancellationToken) is not null || !await db.ClaimAsync(trial, cancellationToken))
            return;

        subscription.StartTrial(trial, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
