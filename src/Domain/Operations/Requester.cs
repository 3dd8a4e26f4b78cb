using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Operations;

/// <summary>Who asked for an operation, and the trace of the request, so that the work can be found from it.</summary>
/// <param name="Customer">Null: the platform itself.</param>
/// <param name="TraceParent">W3C <c>traceparent</c> of the request.</param>
public sealed record Requester(CustomerId? Customer, string? TraceParent)
{
    public static Requester Platform { get; } = new(null, null);
}
