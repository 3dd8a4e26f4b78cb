namespace SaaSOdoo.Application.Operators;

/// <summary>What waits now instead of what was dead.</summary>
/// <param name="Id">Of an operation that was replayed: of the new operation. Else the same as before.</param>
public sealed record ReplayedDto(QueueName Queue, QueueItemId Id);
