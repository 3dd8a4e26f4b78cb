namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>How a table with the columns of <c>ILeased</c> is a queue. All of it is SQL of ours, never input.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Topic">On which its workers are woken.</param>
/// <param name="Pending">Condition of the rows that wait or are worked on, as in the filter of its indexes.</param>
internal sealed record QueueTable(string Name, string Topic, string Pending)
{
    /// <summary>
    /// Column whose values share the workers evenly, the rows without a value being one more; null: the oldest row goes first. Needs an index
    /// (partition, run_after) of the pending.
    /// </summary>
    public string? Partition { get; init; }

    /// <summary>Rows of one partition that are leased at a time.</summary>
    public int PerPartition { get; init; } = int.MaxValue;

    /// <summary>Column that holds several partitions together and shares evenly before they do; null: there is none.</summary>
    public string? Group { get; init; }

    /// <summary>Rows of one group that are leased at a time.</summary>
    public int PerGroup { get; init; } = int.MaxValue;

    /// <summary>Column of which no value has two leased rows, whatever their status; null: there is none.</summary>
    public string? Exclusive { get; init; }

    /// <summary>
    /// Boolean column of rows that come after all others that are due; null: there is none. Needs an index (partition, background, run_after).
    /// </summary>
    public string? Background { get; init; }

    /// <summary>Such rows that one owner has leased at a time: what is left is free for what comes before them.</summary>
    public int BackgroundPerOwner { get; init; } = int.MaxValue;

    /// <summary>More to set with a claim.</summary>
    public string? OnClaim { get; init; }
}
