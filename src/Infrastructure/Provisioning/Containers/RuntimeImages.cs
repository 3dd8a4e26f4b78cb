using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Images: what is here is used, the rest is pulled.</summary>
internal sealed class RuntimeImages(EngineClient engine)
{
    public async Task<string> EnsureAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (await engine.Images.InspectAsync(image, cancellationToken) is { } present)
            return present.Id;

        await PullAsync(image, progress, cancellationToken);
        return (await engine.Images.InspectAsync(image, cancellationToken))?.Id ?? throw NotFound(image, cause: null);
    }

    private async Task PullAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var (name, tag) = Split(image);
        var sum = new PullSum(image);
        try
        {
            await foreach (var step in engine.Images.PullAsync(name, tag, cancellationToken))
            {
                if (step.Error is { } error)
                    throw NotFound(image, new InvalidOperationException(error));
                if (sum.Add(step) is { } text)
                    progress.Report(text);
            }
        }
        catch (EngineException e)
        {
            throw NotFound(image, e);
        }
    }

    // "No such image", "access denied" and "the registry does not answer" cannot be told apart for sure, and each needs a person.
    private static RefusedException NotFound(string image, Exception? cause) => new(
        Refusal.ImageNotFound,
        $"The image {image} is not on this machine and could not be pulled: it does not exist, or its registry cannot be reached.",
        cause);

    private static (string Name, string Tag) Split(string image)
    {
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0)
            return (image[..digest], image[(digest + 1)..]);

        // A colon before the last slash belongs to the registry's port.
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }
}
