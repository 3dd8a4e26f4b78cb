using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

/// <summary>A small model of Docker, PostgreSQL and the route table: what each step does to what is seen, and what it needs.</summary>
internal sealed class World(DesiredState desired, ObservedState seen, DataGoal goal = DataGoal.Keep)
{
    private bool databaseLoaded;

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
        StepName.LoadDatabase => LoadDatabase(),
        StepName.LoadFiles => LoadFiles(),
        StepName.MakeCopy => Needing(Seen.Loaded && !IsUp),

        // Of an instance that goes on, or of one that nobody writes to any more.
        StepName.CreateBackup => Needing(Seen.DatabaseExists && (goal == DataGoal.BackUp || !IsUp)) with { BackupTaken = true },
        StepName.SwitchData => Switch(Needing(Seen is { SpareLoaded: true, RoutePublished: false } && (Seen.BackupTaken || !Seen.DatabaseExists))),
        StepName.SwitchBack => Switch(Needing(Seen is { Switched: true, RoutePublished: false })),
        StepName.DiscardData => Discard(),
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
        && (desired.Provisioned || Seen is { Initialized: true, AddonsInstalled: true } || Seen is { Initialized: true, Loaded: true });

    private ObservedState LoadDatabase()
    {
        databaseLoaded = true;
        return goal == DataGoal.Replace
            ? Seen with { HasSpare = true }
            : Needing(Seen is { ServerAllocated: true, RoleExists: true } && !IsUp) with { DatabaseExists = true, Initialized = true };
    }

    private ObservedState LoadFiles() => goal == DataGoal.Replace
        ? Needing(databaseLoaded) with { SpareLoaded = true }
        : Needing(databaseLoaded && !IsUp) with { VolumeExists = true, Loaded = true };

    // The container in which they were served is another's by now.
    private ObservedState Switch(ObservedState state) => (IsUp ? Needing(false) : state) with
    {
        Switched = !state.Switched,
        SpareLoaded = false,
        DatabaseExists = true,
        VolumeExists = true,
        Fingerprint = HasContainer ? "wrong" : null,
    };

    // What is dropped is either not in use any more, and something else has answered, or was never in use.
    private ObservedState Discard() => Needing(Seen.HasSpare && (Seen.Answers || desired.Power != DesiredPower.Running)) with
    {
        HasSpare = false,
        Switched = false,
        SpareLoaded = false,
    };

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
        var sized = Needing(Seen.VolumeExists && (!anew || networkKnown)) with
        {
            Cpus = desired.Cpus,
            MemoryBytes = desired.MemoryBytes,
            PidsLimit = DesiredState.PidsLimit,
        };
        return anew
            ? sized with { Container = ContainerStatus.Created, Fingerprint = desired.Fingerprint, OnNetwork = true, Answers = false }
            : sized;
    }

    private ObservedState Needing(bool condition) =>
        condition ? Seen : throw new InvalidOperationException("The step lacks something that a step before it has to make.");
}
