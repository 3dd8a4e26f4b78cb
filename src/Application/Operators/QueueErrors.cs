using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

public static class QueueErrors
{
    /// <summary>404.</summary>
    public static readonly Error ItemNotFound = Error.NotFound("queue.item_not_found", "There is nothing with this id in this queue.");

    /// <summary>409.</summary>
    public static readonly Error NotDead = Error.Conflict(
        "queue.item_not_dead", "It is not dead: it waits, is done, or something newer has taken its place.");
}
