using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

public enum ChangeEffect
{
    /// <summary>It is the current plan: what waits is dropped, and nothing else happens.</summary>
    None,

    /// <summary>At once and for nothing: before the first payment, and during a trial.</summary>
    AtOnce,

    /// <summary>When its invoice for the rest of the period is paid.</summary>
    WhenPaid,

    /// <summary>At the end of the period, for nothing.</summary>
    PeriodEnd,
}

/// <summary>
/// What a change does and costs if it is asked for at an instant. The same terms are shown by a preview and carried out by a change.
/// </summary>
/// <param name="AsOf">The instant that it is counted from.</param>
/// <param name="EffectiveAt">When it takes effect; for one that is paid for, the same as <paramref name="AsOf"/>.</param>
/// <param name="Credit">What is left of the current price, given back; 0 or more, whole cents.</param>
/// <param name="Charge">What is left of the new price; 0 or more, whole cents.</param>
public sealed record ChangeTerms(
    ChangeEffect Effect, PricedPlan Wanted, DateTimeOffset AsOf, DateTimeOffset EffectiveAt, decimal Credit = 0, decimal Charge = 0)
{
    /// <summary>What has to be paid for it.</summary>
    public decimal Total => Charge - Credit;
}
