namespace SaaSOdoo.Domain.Common;

/// <summary>The entity a transaction loads, changes by one method and saves; it alone raises events.</summary>
public abstract class AggregateRoot
{
    private readonly List<DomainEvent> events = [];

    /// <summary>Optimistic concurrency: PostgreSQL's <c>xmin</c> as loaded; also the source of the ETag.</summary>
    public uint Version { get; private set; }

    public IReadOnlyList<DomainEvent> Events => events;

    public void ClearEvents() => events.Clear();

    protected void Raise(DomainEvent domainEvent) => events.Add(domainEvent);
}
