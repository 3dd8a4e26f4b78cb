using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Tests.Operations;

public sealed class OperationDtoTests
{
    /// <summary>The number is worked out by the aggregate, and in SQL for lists.</summary>
    [Theory]
    [InlineData(OperationStatus.Queued, 2)]
    [InlineData(OperationStatus.Running, 3)]
    [InlineData(OperationStatus.Succeeded, 2)]
    [InlineData(OperationStatus.Failed, 2)]
    [InlineData(OperationStatus.Cancelled, 2)]
    public void Dto_shows_the_attempt_of_the_operation(OperationStatus status, int attempt)
    {
        var operation = Operation.Queue(
            NewId.Of<InstanceId>(DateTimeOffset.UnixEpoch), NewId.Of<TenantId>(DateTimeOffset.UnixEpoch), OperationKind.Start,
            new Requester(null, null), DateTimeOffset.UnixEpoch);
        Set(operation, nameof(Operation.Status), status);
        Set(operation, nameof(Operation.Attempts), 2);

        (operation.Attempt, OperationDto.From(operation).Attempt).ShouldBe((attempt, attempt));
    }

    // As the database does: a claim, which makes it run, is a statement of the queue.
    private static void Set(Operation operation, string property, object value) => typeof(Operation).GetProperty(property)!.SetValue(operation, value);
}
