using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

// What an instance's container does, as the container engine says it; the business status is another thing.
public enum ContainerStatus
{
    // Not looked at yet.
    Unknown,

    // Made but never started: its files may not be written yet.
    Created,
    Running,
    Restarting,
    Paused,
    Exited,
    Dead,

    // There is none.
    Missing,
}

public enum InstanceHealth
{
    Unknown,
    Healthy,
    Unhealthy,
}

/// <summary>What the monitor last saw. A row of its own, so that observing never collides with what customers change.</summary>
public sealed class InstanceObservation
{
    private InstanceObservation()
    {
    }

    public InstanceId InstanceId { get; private set; }
    public ContainerStatus ContainerStatus { get; private set; }
    public InstanceHealth Health { get; private set; }

    /// <summary>Since when it runs without an answer; null while it answers or does not run.</summary>
    public DateTimeOffset? UnhealthySince { get; private set; }
    public DateTimeOffset? LastHealthCheck { get; private set; }

    public static InstanceObservation None(InstanceId instance) => new() { InstanceId = instance };

    public void Saw(ContainerStatus container, InstanceHealth health, DateTimeOffset now)
    {
        UnhealthySince = health == InstanceHealth.Unhealthy ? UnhealthySince ?? now : null;
        (ContainerStatus, Health, LastHealthCheck) = (container, health, now);
    }

    public bool Differs(ContainerStatus container, InstanceHealth health) => (container, health) != (ContainerStatus, Health);

    public bool IsUnhealthyFor(TimeSpan time, DateTimeOffset now) => UnhealthySince is { } since && now - since >= time;
}
