using System.Reflection;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// Something that happened, saved in the transaction that made it happen. The row is outbox, history, webhook source and live feed at once.
/// </summary>
/// <param name="At">When it happened, UTC.</param>
public abstract record DomainEvent(DateTimeOffset At)
{
    /// <summary>What it happened to: the id of the aggregate that raised it.</summary>
    public abstract Guid Subject { get; }

    /// <summary>The tenant whose customers may read it; null where there is none.</summary>
    public virtual Guid? Tenant => null;
}

/// <summary>The stable name of an event on the wire (<c>instance.running</c>); renaming the class must not change it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Every event type by its wire name. Building it fails on a missing or doubled name, so the process does not start with one.</summary>
public static class EventNames
{
    private static readonly Dictionary<Type, string> ByType = typeof(DomainEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract)
        .ToDictionary(t => t, t => t.GetCustomAttribute<EventNameAttribute>()?.Name
            ?? throw new InvalidOperationException($"{t.Name} has no [EventName]."));

    private static readonly Dictionary<string, Type> ByName = ByType.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => ByName.Keys;

    public static string Of(DomainEvent domainEvent) => NameOf(domainEvent.GetType());

    public static string NameOf(Type type) => ByType[type];

    public static Type TypeOf(string name) => ByName[name];
}
