using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Whether what is seen of a container calls for convergence. Cheap on purpose: it decides whether to look closely, the planner what to do.
/// </summary>
public static class Drift
{
    public static bool NeedsHealing(InstanceStatus status, DesiredPower desired, ContainerStatus container, bool onNetwork, bool answers) =>
        status switch
        {
            InstanceStatus.Running => container != ContainerStatus.Running || !onNetwork,
            InstanceStatus.Stopped or InstanceStatus.Suspended =>
                container is ContainerStatus.Running or ContainerStatus.Restarting or ContainerStatus.Paused,
            // A slow instance that was given up on and answers after all becomes running by itself.
            InstanceStatus.Error => desired == DesiredPower.Running && container == ContainerStatus.Running && onNetwork && answers,
            _ => false,
        };
}
