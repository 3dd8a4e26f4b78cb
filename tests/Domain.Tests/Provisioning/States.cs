using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

/// <summary>Everything that can be wanted and everything that can be seen: few enough to try all of it, so nothing is left to chance.</summary>
internal static class States
{
    private const string Right = "right";
    private static readonly bool[] Both = [false, true];

    public static IEnumerable<DesiredState> Desired(DesiredPower power) =>
        from provisioned in Both
        from restart in Both
        select new DesiredState(power, Right, 1.5m, 1L << 30, provisioned, restart);

    public static readonly ObservedState[] Observed = All().ToArray();

    /// <summary>It has served, and its database or files are not there: no plan may run (<c>data_missing</c>).</summary>
    public static bool HasLostData(DesiredState desired, ObservedState observed) =>
        desired is { Power: DesiredPower.Running, Provisioned: true } && observed is not { DatabaseExists: true, VolumeExists: true };

    /// <summary>Cloned with other modules than are wanted now, and never used.</summary>
    public static bool IsOutdatedClone(DesiredState desired, ObservedState observed) =>
        desired is { Power: DesiredPower.Running, Provisioned: false } && observed is { DatabaseExists: true, AddonsInstalled: false };

    private static IEnumerable<ObservedState> All() =>
        from database in Databases()
        from container in Containers()
        from volume in Both
        from route in Both
        select database with
        {
            VolumeExists = volume,
            RoutePublished = route,
            Container = container.Container,
            Fingerprint = container.Fingerprint,
            Cpus = container.Cpus,
            MemoryBytes = container.MemoryBytes,
            OnNetwork = container.OnNetwork,
            Answers = container.Answers,
        };

    // Without a server nothing can be looked at; what is not there has neither owner nor modules.
    private static IEnumerable<ObservedState> Databases()
    {
        yield return new ObservedState();
        foreach (var role in Both)
        {
            yield return new ObservedState { ServerAllocated = true, RoleExists = role };
            foreach (var (initialized, addons) in Both.SelectMany(_ => Both, (p, a) => (p, a)))
            {
                yield return new ObservedState
                {
                    ServerAllocated = true,
                    RoleExists = role,
                    DatabaseExists = true,
                    Initialized = initialized,
                    AddonsInstalled = addons,
                };
            }
        }
    }

    private static IEnumerable<ObservedState> Containers()
    {
        yield return new ObservedState { Container = ContainerStatus.Missing };
        // A plan is made of what was looked at, so it is never unknown.
        foreach (var state in Enum.GetValues<ContainerStatus>().Except([ContainerStatus.Missing, ContainerStatus.Unknown]))
        {
            foreach (var (print, cpus, memory, network, answers) in
                from print in new[] { Right, "wrong" }
                from cpus in new[] { 1.5m, 0.5m }
                from memory in new[] { 1L << 30, 1L << 29 }
                from network in Both
                from answers in Both
                where !answers || state == ContainerStatus.Running
                select (print, cpus, memory, network, answers))
            {
                yield return new ObservedState
                {
                    Container = state,
                    Fingerprint = print,
                    Cpus = cpus,
                    MemoryBytes = memory,
                    OnNetwork = network,
                    Answers = answers,
                };
            }
        }
    }
}
