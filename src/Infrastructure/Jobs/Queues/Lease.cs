namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>A row that a worker has claimed.</summary>
/// <param name="Fence">Grew with this claim; whoever holds an older one may not write.</param>
internal sealed record Lease(Guid Id, int Fence);
