using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>One step of what follows when an invoice is not paid.</summary>
/// <param name="At">When it runs, at the earliest: a payment that is under way postpones what would take something away.</param>
/// <param name="RanAt">When it ran; null while it has not.</param>
/// <param name="Reason">Why, and what it does.</param>
/// <param name="UndoneBy">What prevents it, or takes it back.</param>
public sealed record DunningStepDto(DunningKind Step, DateTimeOffset At, DateTimeOffset? RanAt, string Reason, string UndoneBy)
{
    internal static IReadOnlyList<DunningStepDto> Of(IReadOnlyList<DunningStep> steps) =>
        [.. steps.Select(s => new DunningStepDto(s.Kind, s.At, s.RanAt, ReasonOf(s), UndoneByOf(s.Kind)))];

    private static string ReasonOf(DunningStep step) => step.Kind switch
    {
        DunningKind.PastDue => "An invoice is due and not paid. No further instance is created or started until it is.",
        DunningKind.Reminder => $"{step.Day} days after it was due the invoice is still not paid. Owners are reminded by mail.",
        DunningKind.Suspension => $"{step.Day} days after it was due the invoice is still not paid. The instances are suspended.",
        DunningKind.Expiry => $"{step.Day} days after it was due the invoice is still not paid. The subscription ends; its instances stay suspended.",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "A step has a reason."),
    };

    private static string UndoneByOf(DunningKind kind) => kind switch
    {
        DunningKind.Suspension => "Paying all that is due. The instances that ran before are started again.",
        DunningKind.Expiry => "Before it: paying all that is due. After it: paying what is left and subscribing anew.",
        _ => "Paying all that is due.",
    };
}
