using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Long-running containers: apply, start, stop, remove.</summary>
internal sealed class Workloads(DockerEngine engine, RuntimeContainers containers, Observations observations, ContainerShape shape, ContainerFiles files)
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
        if (existing is not null && spec.IsMadeInto(observations.Of(existing)))
            await AdjustAsync(existing, spec, cancellationToken);
        else
            await ReplaceAsync(existing, spec, cancellationToken);
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is not { } found)
            throw new WorldChangedException(Refusal.Refused, $"There is no container {name} to start.");

        // The engine refuses to start what is paused.
        if (found.State!.Paused)
            await engine.CallAsync((docker, token) => docker.Containers.UnpauseContainerAsync(found.ID, token), cancellationToken);
        else
            await engine.CallAsync((docker, token) => docker.Containers.StartContainerAsync(found.ID, cancellationToken: token), cancellationToken);
    }

    public async Task StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (await containers.FindAsync(name, cancellationToken) is { } found)
            await StopByIdAsync(found.ID, grace, cancellationToken);
    }

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await containers.RemoveAsync(name + UnfinishedSuffix, cancellationToken);
        await containers.RemoveAsync(name, cancellationToken);
    }

    private async Task AdjustAsync(ContainerInspectResponse existing, WorkloadSpec spec, CancellationToken cancellationToken)
    {
        var wanted = ContainerShape.Limits(spec.Cpus, spec.MemoryBytes);
        var host = existing.HostConfig!;
        // Memory and swap go together: the engine refuses memory alone beyond the old sum.
        if ((wanted.NanoCPUs, wanted.Memory, wanted.MemorySwap, wanted.PidsLimit) != (host.NanoCPUs, host.Memory, host.MemorySwap, host.PidsLimit))
            await engine.CallAsync((docker, token) => docker.Containers.UpdateContainerAsync(existing.ID, wanted, token), cancellationToken);
        if (!existing.State!.Running)
            await files.PutAsync(existing.ID, existing.Image, spec.Files, cancellationToken);
    }

    // The new one is complete before the old one goes, so that an image that cannot be used leaves the old one running.
    private async Task ReplaceAsync(ContainerInspectResponse? old, WorkloadSpec spec, CancellationToken cancellationToken)
    {
        await containers.RemoveAsync(spec.Name + UnfinishedSuffix, cancellationToken);
        var id = await containers.CreateAsync(shape.Of(spec, spec.Name + UnfinishedSuffix), cancellationToken);
        await files.PutAsync(id, spec.ImageId, spec.Files, cancellationToken);

        if (old is not null)
        {
            await StopByIdAsync(old.ID, ReplaceGrace, cancellationToken);
            await containers.RemoveByIdAsync(old.ID, cancellationToken);
        }

        await engine.CallAsync(
            (docker, token) => docker.Containers.RenameContainerAsync(id, new() { NewName = spec.Name }, token), cancellationToken);
    }

    private async Task StopByIdAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            // The library leaves 0 seconds out, which the engine takes for its own 10.
            var parameters = new ContainerStopParameters { WaitBeforeKillSeconds = (uint)Math.Max(1, Math.Ceiling(grace.TotalSeconds)) };
            await engine.CallAsync((docker, token) => docker.Containers.StopContainerAsync(id, parameters, token), cancellationToken, grace);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            // Removed meanwhile: it does not run.
        }
    }
}
