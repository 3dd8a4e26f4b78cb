namespace SaaSOdoo.Application.Operators;

/// <summary>How full a queue is.</summary>
/// <param name="Pending">Rows that wait, those for a later attempt included.</param>
/// <param name="Leased">Rows that a worker has now.</param>
/// <param name="Dead">Rows that were given up and can be replayed.</param>
/// <param name="OldestDue">Since when the row has been due that waits longest; null when none is due.</param>
public sealed record QueueDto(QueueName Queue, long Pending, long Leased, long Dead, DateTimeOffset? OldestDue);

/// <param name="Items">All there are, in a fixed order.</param>
public sealed record QueueListDto(IReadOnlyList<QueueDto> Items);
