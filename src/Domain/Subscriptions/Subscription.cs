using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>A tenant's contract for one version of a plan.</summary>
public sealed partial class Subscription : AggregateRoot
{
    /// <summary>Days before a trial's end at which its owners are reminded of it.</summary>
    public static readonly IReadOnlyList<int> Reminders = [7, 3, 1];

    private Subscription()
    {
    }

    public SubscriptionId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public CustomerId CustomerId { get; private set; }

    /// <summary>The version bought; it stays when the plan's next version is offered.</summary>
    public PlanId PlanId { get; private set; }
    public BillingPeriod BillingPeriod { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;

    /// <summary>Of one period, in <see cref="Currency"/>: what the current period costs, and the next unless a rate or a change says otherwise.</summary>
    public decimal Price { get; private set; }

    /// <summary>The exchange rate that <see cref="Price"/> was made with; null for a price of the catalogue's own.</summary>
    public decimal? Rate { get; private set; }
    public SubscriptionStatus Status { get; private set; }

    /// <summary>The instant that periods are counted from: the end of the trial. Null until then is known.</summary>
    public DateTimeOffset? Anchor { get; private set; }
    public DateTimeOffset? CurrentPeriodStart { get; private set; }
    public DateTimeOffset? CurrentPeriodEnd { get; private set; }
    public DateTimeOffset? TrialStart { get; private set; }
    public DateTimeOffset? TrialEnd { get; private set; }

    /// <summary>When the next reminder of the trial's end is due; null: none will be.</summary>
    public DateTimeOffset? RemindAt { get; private set; }
    public bool CancelAtPeriodEnd { get; private set; }

    /// <summary>The one change that waits: for its payment, or for the end of the period.</summary>
    public PendingChange? PendingChange { get; private set; }

    /// <summary>The plan of the change that waits for the end of the period, for queries; the database computes it.</summary>
    public PlanId? PendingPlanId { get; private set; }
    public DateTimeOffset? PastDueAt { get; private set; }
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>When it was cancelled or expired.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When time alone will change something; null: never.</summary>
    public DateTimeOffset? NextActionAt { get; private set; }

    /// <summary>Grows when what its instances may do changes; <see cref="AppliedVersion"/> follows when they were told.</summary>
    public int StandingVersion { get; private set; }
    public int AppliedVersion { get; private set; }

    /// <summary>The customer's clock, when its time is not the real one.</summary>
    public TestClockId? ClockId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Orders a plan. It waits for its first payment until <see cref="StartTrial"/> or a payment makes it live.</summary>
    /// <param name="id">Made by the real time, so that lists stay in order whatever the time of billing is; null: made by <paramref name="now"/>.</param>
    /// <param name="clock">The customer's test clock, if they have one.</param>
    public static Result<Subscription> Order(
        TenantId tenant, CustomerId customer, PricedPlan priced, DateTimeOffset now, SubscriptionId? id = null, TestClockId? clock = null)
    {
        if (priced.Plan.WithdrawnAt is not null)
            return PlanErrors.NotOffered;

        var subscription = new Subscription
        {
            Id = id ?? NewId.Of<SubscriptionId>(now),
            TenantId = tenant,
            CustomerId = customer,
            PlanId = priced.Plan.Id,
            BillingPeriod = priced.Period,
            Currency = priced.Currency,
            Price = priced.Amount,
            Rate = priced.Rate,
            ClockId = clock,
            Status = SubscriptionStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
        };
        subscription.Raise(new SubscriptionCreated(subscription.Id, tenant, now));
        return subscription;
    }

    /// <summary>Takes over the plan and price of the period that begins, or of a change that was paid.</summary>
    /// <exception cref="InvalidOperationException">The currency is another: it is fixed for life.</exception>
    public void Reprice(PricedPlan priced, DateTimeOffset now)
    {
        if (priced.Currency != Currency)
            throw new InvalidOperationException($"{Id} is sold in {Currency}, not in {priced.Currency}.");

        (PlanId, BillingPeriod, Price, Rate) = (priced.Plan.Id, priced.Period, priced.Amount, priced.Rate);
        UpdatedAt = now;
    }

    /// <param name="trial">The customer's one trial; whoever holds the row has won it.</param>
    public Result StartTrial(Trial trial, DateTimeOffset now)
    {
        var started = Become(SubscriptionAction.StartTrial, new TrialStarted(Id, TenantId, trial.EndsAt, now), now);
        if (started.IsFailure)
            return started;

        (TrialStart, TrialEnd) = (trial.StartedAt, trial.EndsAt);
        (CurrentPeriodStart, CurrentPeriodEnd, Anchor) = (trial.StartedAt, trial.EndsAt, trial.EndsAt);
        RemindAt = NextReminder(now);
        return Result.Success;
    }

    /// <summary>Takes the reminder of the trial's end that is due, and sets when the next one is. What an outage has kept back is left out.</summary>
    /// <returns>How many days before the end it is for; null when there is nothing to remind of.</returns>
    public int? Remind(DateTimeOffset now)
    {
        RemindAt = NextReminder(now);
        if (Status != SubscriptionStatus.Trialing || TrialEnd <= now)
            return null;

        return Reminders.Where(d => TrialEnd <= now.AddDays(d)).Select(d => (int?)d).Min() is { } days && IsWithinTrial(days) ? days : null;
    }

    // A trial that is no longer than the days before its end has only just begun then.
    private bool IsWithinTrial(int days) => TrialEnd - TrialStart > TimeSpan.FromDays(days);

    private DateTimeOffset? NextReminder(DateTimeOffset now) =>
        Reminders.Where(IsWithinTrial).Select(d => TrialEnd?.AddDays(-d)).Where(at => at > now).Min();

    private Result Apply(SubscriptionAction action, DomainEvent happened, DateTimeOffset now)
    {
        if (SubscriptionTransitions.Next(Status, action) is not { } next)
            return SubscriptionErrors.ActionNotAllowed(Status);
        if (next == Status)
            return Result.Success;

        (Status, UpdatedAt) = (next, now);
        Raise(happened);
        return Result.Success;
    }
}
