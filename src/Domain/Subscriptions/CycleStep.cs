using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>What the cycle does with a subscription. Of those for the same instant the first here comes first.</summary>
public enum CycleAction
{
    /// <summary>The invoice does not fit any more: it is voided, and what was paid of it becomes credit.</summary>
    Withdraw,

    /// <summary>The invoice is somebody's who does not pay for the tenant any more: it is voided, and issued anew for who does.</summary>
    Readdress,
    ApplyPaidChange,

    /// <summary>The first payment, or the payment of all that was due.</summary>
    Activate,

    /// <summary>The invoices of one that has ended are voided, credited or written off.</summary>
    Settle,
    Cancel,

    /// <summary>The change that waits for its payment is dropped.</summary>
    DropChange,

    /// <summary>The next period begins, on the plan that its invoice is for.</summary>
    BeginPeriod,
    Issue,
    FallDue,
    Dun,
}

/// <param name="At">From when on it is due; <see cref="DateTimeOffset.MinValue"/>: since something happened, and not by time.</param>
/// <param name="Invoice">What it is about; null when it is about none.</param>
public sealed record CycleStep(CycleAction Action, DateTimeOffset At, Invoice? Invoice = null);
