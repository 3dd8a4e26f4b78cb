using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

public enum ChangeKind
{
    /// <summary>Same period, higher price: takes effect when its invoice is paid.</summary>
    Up,

    /// <summary>Anything else: takes effect at the end of the period.</summary>
    Down,
}

/// <summary>A change of plan or period that waits.</summary>
/// <param name="Plan">
/// The plan's code, and <paramref name="PlanVersion"/> the number of the version <paramref name="PlanId"/>: both for reading.
/// </param>
/// <param name="InvoiceId">What has to be paid for it; null when nothing has.</param>
/// <param name="EffectiveAt">
/// For one that waits for the end of the period, that end; for one that waits for its payment, the time it is counted from.
/// </param>
/// <param name="LapsesAt">When one that is not paid is dropped; null: never.</param>
/// <param name="Price">
/// Of a whole period. One that waits for the end of the period is priced anew then, where a rate makes its price.
/// </param>
/// <param name="Rate">The exchange rate that the price was made with; null for a price of the catalogue's own.</param>
/// <param name="Otherwise">The change at the end of the period that goes on waiting until this one is paid, and if it is not.</param>
public sealed record PendingChange(
    PlanId PlanId, string Plan, int PlanVersion, BillingPeriod BillingPeriod, ChangeKind Kind, InvoiceId? InvoiceId,
    DateTimeOffset EffectiveAt, DateTimeOffset? LapsesAt, decimal Price, decimal? Rate, PendingChange? Otherwise = null)
{
    /// <summary>The change at the end of the period, also while this one waits for its payment.</summary>
    public PendingChange? AtPeriodEnd() => Kind is ChangeKind.Down ? this : Otherwise;

    internal static PendingChange Of(ChangeTerms terms, ChangeKind kind) => new(
        terms.Wanted.Plan.Id, terms.Wanted.Plan.Code, terms.Wanted.Plan.Revision, terms.Wanted.Period, kind, InvoiceId: null,
        terms.EffectiveAt, LapsesAt: null, terms.Wanted.Amount, terms.Wanted.Rate);
}
