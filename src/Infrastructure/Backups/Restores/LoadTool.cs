using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Finds an image whose psql can be kept from obeying what a dump tells it to do: commands, files, other servers.</summary>
internal sealed class LoadTool(IContainerRuntime runtime, IOptions<RestoreOptions> options, IOptions<ProvisioningOptions> provisioning)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // An image's content never changes under its id.
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <returns>Content id of an image.</returns>
    /// <exception cref="RefusedException">Code <c>load_tool_missing</c>.</exception>
    public async Task<string> FindAsync(InstanceData target, CancellationToken cancellationToken)
    {
        if (await CanAsync(target, target.ImageId, cancellationToken))
            return target.ImageId;

        foreach (var image in Others())
        {
            if (await TryEnsureAsync(image, cancellationToken) is { } id && await CanAsync(target, id, cancellationToken))
                return id;
        }

        throw new RefusedException(
            RestoreFailures.ToolMissing,
            "No image has a psql that loads dumps safely: it has to know the command \\restrict. Support has to name one in Backups:LoadImage.");
    }

    private IEnumerable<string> Others() => options.Value.LoadImage is { Length: > 0 } named
        ? [named]
        : provisioning.Value.Versions.OrderByDescending(v => Version.TryParse(v, out var version) ? version : new()).Select(provisioning.Value.ImageOf);

    private async Task<string?> TryEnsureAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            return options.Value.LoadImage == image
                ? await runtime.EnsureImageAsync(image, new Progress<string>(), cancellationToken)
                : await runtime.FindImageAsync(image, cancellationToken);
        }
        catch (RefusedException)
        {
            // It is named, but is nowhere: as good as none.
            return null;
        }
    }

    private async Task<bool> CanAsync(InstanceData target, string imageId, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(imageId, out var can))
            return can;

        var help = await runtime.RunToCompletionAsync(
            new()
            {
                Name = LoadNames.Job(target),
                Image = imageId,
                Command = ["psql", "-X", "--help=commands"],
                Timeout = Patience,
            },
            output: null,
            cancellationToken);
        return known[imageId] = help.ExitCode == 0 && help.Tail.Any(l => l.Contains(@"\restrict ", StringComparison.Ordinal));
    }
}
