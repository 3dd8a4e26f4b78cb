using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Operations;

/// <summary>Where a running operation writes down what it does. Every write is fenced.</summary>
/// <remarks>Every method throws <see cref="LeaseLostException"/> when the operation belongs to somebody else by now.</remarks>
public interface IOperationJournal
{
    Task PlanAsync(IReadOnlyList<StepName> missing, CancellationToken cancellationToken);

    /// <summary>Goes from one step to the next with a single write. Several lanes may do so at the same time.</summary>
    /// <param name="finished">The step that has run; null before the first of a lane.</param>
    /// <param name="begun">The step that runs now; null after the last of a lane.</param>
    Task MoveAsync(StepName? finished, StepName? begun, CancellationToken cancellationToken);

    /// <summary>Says in the step what is being done; for people who wait.</summary>
    /// <param name="percent">How much of the step is done; null where nobody knows.</param>
    Task DescribeAsync(StepName step, string detail, int? percent, CancellationToken cancellationToken);
}

/// <summary>The lease ran out or the operation was cancelled: stop without writing anything.</summary>
public sealed class LeaseLostException() : Exception("The operation's lease was lost.");
