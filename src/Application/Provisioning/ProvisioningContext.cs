using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>What the steps of one run share.</summary>
public sealed class ProvisioningContext(Instance instance, InstanceSecrets secrets, Convergence wanted)
{
    public Convergence Wanted { get; } = wanted;

    public Instance Instance { get; } = instance;

    public InstanceAllocation Allocation => Instance.Allocation;

    public InstanceSecrets Secrets { get; } = secrets;

    /// <summary>Shown as the detail of the step that runs, as long as no other runs beside it.</summary>
    public IProgress<string> Progress { get; set; } = Silent;

    public static IProgress<string> Silent { get; } = new Progress<string>();

    public DatabaseServer Server => Allocation.DatabaseServer
        ?? throw new InvalidOperationException("No database server is allocated: the plan lacks a step before this one.");

    /// <summary>The data in use.</summary>
    public InstanceData Data => DataOf(Allocation.Generation);

    /// <summary>The data that an archive is loaded into: the next ones where they replace those in use, else those in use.</summary>
    public InstanceData Target => Wanted.Goal == DataGoal.Replace ? DataOf(Allocation.SpareGeneration!.Value) : Data;

    public InstanceData DataOf(int generation) => new(
        Server,
        InstanceAllocation.DatabaseOf(Instance.Id, generation),
        Allocation.Role,
        InstanceAllocation.VolumeOf(Instance.Id, generation),
        Allocation.ImageId ?? throw new InvalidOperationException("No image is chosen: the plan lacks a step before this one."),
        Instance.OdooVersion);

    /// <summary>Since when the first step waits for what takes its time; null when it has not begun to wait.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Found by <c>ensure_template</c>, which every plan puts before the steps that clone from it.</summary>
    public OdooTemplate? Template { get; set; }
}

/// <summary>One step of convergence. An ensure: run twice equals run once, and a crash in the middle is mended by running it again.</summary>
public interface IProvisioningStep
{
    StepName Name { get; }

    Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken);

    /// <summary>Called for every planned step before the first runs: a step that needs a long computation may begin it here.</summary>
    void Prepare(ProvisioningContext context)
    {
    }
}
