using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Whether what is seen of a container calls for convergence. Cheap on purpose: it decides whether to look closely, the planner what to do.
/// </summary>
public static class Drift
{
    public static bool NeedsHealing(InstanceStatus status, DesiredPower desired, ContainerState container, bool onNetwork, bool answers) =>
        status switch
        {
            InstanceStatus.Running => container != ContainerState.Running || !onNetwork,
            InstanceStatus.Stopped or InstanceStatus.Suspended =>
                container is ContainerState.Running or ContainerState.Restarting or ContainerState.Paused,
            // A slow instance that was given up on and answers after all becomes running by itself.
            InstanceStatus.Error => desired == DesiredPower.Running && container == ContainerState.Running && onNetwork && answers,
            _ => false,
        };
}
