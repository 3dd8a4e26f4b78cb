using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Instances;

public enum ContainerStatus
{
    Unknown,
    Created,
    Running,
    Restarting,
    Paused,
    Exited,
    Dead,
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
    public DateTimeOffset? LastHealthCheck { get; private set; }

    public static InstanceObservation None(InstanceId instance) => new() { InstanceId = instance };

    public void Saw(ContainerState container, InstanceHealth health, DateTimeOffset now) =>
        (ContainerStatus, Health, LastHealthCheck) = (Enum.Parse<ContainerStatus>(container.ToString()), health, now);
}
