using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Operations;

/// <summary>A step as recorded and shown.</summary>
/// <param name="Percent">How much of it is done, where that is known; null for steps that are over in a moment.</param>
/// <param name="Detail">What is being done or why it failed, for the customer; never a secret.</param>
public sealed record OperationStep(
    StepName Name, StepStatus Status, DateTimeOffset? StartedAt = null, DateTimeOffset? FinishedAt = null, string? Detail = null, int? Percent = null);
