using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Whether what is seen of a container calls for convergence. Cheap on purpose: it decides whether to look closely, the planner what to do.
/// </summary>
public static class Drift
{
    /// <param name="frozen">It has run without an answer for longer than waiting helps.</param>
    public static bool NeedsHealing(
        InstanceStatus status, DesiredPower desired, ContainerStatus container, bool onNetwork, bool answers, bool frozen = false) =>
        status switch
        {
            InstanceStatus.Running => container != ContainerStatus.Running || !onNetwork || frozen,
            InstanceStatus.Stopped or InstanceStatus.Suspended => IsUp(container),
            // A slow instance that was given up on and answers after all becomes running by itself.
            InstanceStatus.Error => desired == DesiredPower.Running && container == ContainerStatus.Running && onNetwork && answers,
            _ => false,
        };

    public static bool IsUp(ContainerStatus container) =>
        container is ContainerStatus.Running or ContainerStatus.Restarting or ContainerStatus.Paused;
}
