using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>Id of a row of whichever queue: of an operation, a mail, a delivery.</summary>
public readonly record struct QueueItemId(Guid Value) : IId<QueueItemId>
{
    public static QueueItemId From(Guid value) => new(value);

    public static bool TryParse(string? text, out QueueItemId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new(value);
        return parsed;
    }
}
