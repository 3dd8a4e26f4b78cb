namespace SaaSOdoo.Domain.Common;

/// <summary>
/// Work that waits in its table for a worker, and belongs to one worker at a time (ADR 0027). Leases are taken, extended and given back by
/// statements of the queue; the aggregate itself only ends them, with what became of the work.
/// </summary>
public interface ILeased
{
    /// <summary>Not before; by the clock of the process that wrote it, compared with the database's.</summary>
    DateTimeOffset RunAfter { get; }

    /// <summary>Attempts that count. One whose worker never came back counts when the next worker takes the work over.</summary>
    int Attempts { get; }

    string? LeaseOwner { get; }

    /// <summary>By the database's clock; null: no worker has it.</summary>
    DateTimeOffset? LeaseUntil { get; }

    /// <summary>Grows with each claim. Every save carries it, so whoever holds an older one cannot write.</summary>
    int Fence { get; }
}
