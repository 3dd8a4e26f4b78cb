using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

/// <summary>A small model of Docker, PostgreSQL and the route table: what each step does to what is seen, and what it needs.</summary>
internal sealed class World(DesiredState desired, ObservedState seen)
{
    private bool templateKnown;
    private bool networkKnown;

    public ObservedState Seen { get; private set; } = seen;

    public void Run(StepName step) => Seen = step switch
    {
        StepName.WithdrawRoute => Seen with { RoutePublished = false },
        StepName.StopContainer => Stop(),
        StepName.RemoveContainer => Needing(!IsUp) with
        {
            Container = ContainerStatus.Missing,
            Fingerprint = null,
            Cpus = 0,
            MemoryBytes = 0,
            OnNetwork = false,
            Answers = false,
        },
        StepName.RemoveVolume => Needing(!HasContainer) with { VolumeExists = false },
        StepName.DropDatabase => Needing(Seen.ServerAllocated && !HasContainer) with { DatabaseExists = false, Initialized = false, AddonsInstalled = false },
        StepName.DropRole => Needing(Seen.ServerAllocated && !Seen.DatabaseExists) with { RoleExists = false },
        StepName.ReleaseDatabaseServer => Needing(!Seen.DatabaseExists && !Seen.RoleExists) with { ServerAllocated = false },
        StepName.AllocateDatabaseServer => Seen with { ServerAllocated = true },
        StepName.EnsureTemplate => Template(),
        StepName.EnsureRole => Needing(Seen.ServerAllocated) with { RoleExists = true },

        // Modules of the template are in the clone from the start.
        StepName.EnsureDatabase => Needing(Seen.RoleExists && templateKnown && !IsUp) with { DatabaseExists = true, AddonsInstalled = true },
        StepName.PersonaliseDatabase => Needing(Seen.DatabaseExists && !HasServed) with { Initialized = true },
        StepName.EnsureAddons => Needing(Seen is { DatabaseExists: true, RoleExists: true } && !IsUp) with { AddonsInstalled = true },
        StepName.EnsureVolume => Needing(templateKnown) with { VolumeExists = true },
        StepName.EnsureNetwork => Network(),
        StepName.EnsureContainer => Container(),
        StepName.StartContainer => Needing(HasContainer && Ready) with { Container = ContainerStatus.Running, Answers = true },
        StepName.WaitUntilReady => Needing(Seen.Container == ContainerStatus.Running) with { Answers = true },
        StepName.PublishRoute => Needing(Seen.Answers) with { RoutePublished = true },
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not in the model."),
    };

    // Stopping what is not there changes nothing; the port is free afterwards unless it goes up again.
    private ObservedState Stop() => (HasContainer ? Seen with { Container = ContainerStatus.Exited, Answers = false } : Needing(Seen.PortReserved))
        with
    { PortReserved = Seen.PortReserved && desired.Power == DesiredPower.Running };

    private bool HasContainer => Seen.Container != ContainerStatus.Missing;

    private bool IsUp => Seen.Container is ContainerStatus.Running or ContainerStatus.Restarting or ContainerStatus.Paused;

    private bool HasServed => desired.Provisioned && Seen.Initialized;

    // A container is started only when all it uses is there, and for the first time only on a database that is the customer's own.
    private bool Ready => Seen is { DatabaseExists: true, RoleExists: true, VolumeExists: true }
        && (desired.Provisioned || Seen is { Initialized: true, AddonsInstalled: true });

    private ObservedState Template()
    {
        templateKnown = true;
        return Needing(Seen.ServerAllocated);
    }

    private ObservedState Network()
    {
        networkKnown = true;
        return HasContainer ? Seen with { OnNetwork = true } : Seen;
    }

    // Limits are applied live; a container that is another one or was never started is made anew, on the network, and not started.
    private ObservedState Container()
    {
        var anew = Seen.Container is ContainerStatus.Missing or ContainerStatus.Created || Seen.Fingerprint != desired.Fingerprint;
        var sized = Needing(Seen.VolumeExists && (!anew || networkKnown)) with { Cpus = desired.Cpus, MemoryBytes = desired.MemoryBytes };
        return anew
            ? sized with { Container = ContainerStatus.Created, Fingerprint = desired.Fingerprint, OnNetwork = true, Answers = false }
            : sized;
    }

    private ObservedState Needing(bool condition) =>
        condition ? Seen : throw new InvalidOperationException("The step lacks something that a step before it has to make.");
}
