using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

public enum TestClockStatus
{
    Ready,

    /// <summary>What falls due until its target is being run.</summary>
    Advancing,
}

/// <summary>A time of their own for the customers bound to it, so that integrators see months in seconds. It moves forward only.</summary>
public sealed partial class TestClock : AggregateRoot
{
    public const int NameMaxLength = 100;

    private TestClock()
    {
    }

    public TestClockId Id { get; private set; }
    public string Name { get; private set; } = "";
    public DateTimeOffset Now { get; private set; }

    /// <summary>Where it is going; null when it is there.</summary>
    public DateTimeOffset? Target { get; private set; }
    public TestClockStatus Status { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
}
