using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Long-running containers: apply, start, stop, remove.</summary>
internal sealed class Workloads(EngineClient engine, RuntimeContainers containers, ContainerShape shape, ContainerFiles files)
{
    /// <summary>
    /// A container carries its final name only once its files are in it: what a crash leaves between create and files
    /// is called this, is in no list, and the next Apply removes it.
    /// </summary>
    public const string UnfinishedSuffix = ".new";

    private static readonly TimeSpan ReplaceGrace = TimeSpan.FromSeconds(30);

    public async Task ApplyAsync(WorkloadSpec spec, CancellationToken cancellationToken)
    {
        var existing = await containers.FindAsync(spec.Name, cancellationToken);
        if (existing is not null && IsOf(existing, spec))
            await AdjustAsync(existing, spec, cancellationToken);
        else
            await ReplaceAsync(existing, spec, cancellationToken);
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is not { } found)
            throw new RefusedException(Refusal.Refused, $"There is no container {name} to start.");

        // The engine refuses to start what is paused.
        if (found.State.Status is "paused")
            await engine.Containers.UnpauseAsync(found.Id, cancellationToken);
        else
            await engine.Containers.StartAsync(found.Id, cancellationToken);
    }

    public async Task StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is { } found)
            await StopByIdAsync(found.Id, grace, cancellationToken);
    }

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await containers.RemoveAsync(name + UnfinishedSuffix, cancellationToken);
        await containers.RemoveAsync(name, cancellationToken);
    }

    private static bool IsOf(ContainerInspection existing, WorkloadSpec spec) =>
        existing.Config.Labels is { } labels
        && labels.TryGetValue(RuntimeLabels.Spec, out var fingerprint)
        && string.Equals(fingerprint, spec.Fingerprint, StringComparison.Ordinal);

    private async Task AdjustAsync(ContainerInspection existing, WorkloadSpec spec, CancellationToken cancellationToken)
    {
        var wanted = ContainerShape.Limits(spec.Cpus, spec.MemoryBytes);
        var host = existing.HostConfig;
        // Memory and swap go together: the engine refuses memory alone beyond the old sum.
        if (wanted != new ContainerLimits(host.NanoCpus, host.Memory, host.MemorySwap))
            await engine.Containers.UpdateAsync(existing.Id, wanted, cancellationToken);
        if (!existing.State.Running)
            await files.PutAsync(existing.Id, existing.Image, spec.Files, cancellationToken);
    }

    // The new one is complete before the old one goes, so that an image that cannot be used leaves the old one running.
    private async Task ReplaceAsync(ContainerInspection? old, WorkloadSpec spec, CancellationToken cancellationToken)
    {
        await containers.RemoveAsync(spec.Name + UnfinishedSuffix, cancellationToken);
        var id = await engine.Containers.CreateAsync(spec.Name + UnfinishedSuffix, shape.Of(spec), cancellationToken);
        await files.PutAsync(id, spec.ImageId, spec.Files, cancellationToken);

        if (old is not null)
        {
            await StopByIdAsync(old.Id, ReplaceGrace, cancellationToken);
            await containers.RemoveByIdAsync(old.Id, cancellationToken);
        }

        await engine.Containers.RenameAsync(id, spec.Name, cancellationToken);
    }

    private async Task StopByIdAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Containers.StopAsync(id, grace, cancellationToken);
        }
        catch (EngineNotFoundException)
        {
            // Removed meanwhile: it does not run.
        }
    }
}
