using Docker.DotNet;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Images: what is here is used, the rest is pulled.</summary>
internal sealed class RuntimeImages(DockerEngine engine)
{
    public async Task<string> EnsureAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (await FindAsync(image, cancellationToken) is { } present)
            return present.ID;

        await PullAsync(image, progress, cancellationToken);
        return (await FindAsync(image, cancellationToken))?.ID ?? throw NotFound(image, cause: null);
    }

    public Task<ImageInspectResponse?> FindAsync(string image, CancellationToken cancellationToken) =>
        engine.FindAsync((docker, token) => docker.Images.InspectImageAsync(image, token), cancellationToken);

    private async Task PullAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var (name, tag) = Split(image);
        var parameters = new ImagesCreateParameters { FromImage = name, Tag = tag };
        var sum = new PullSum(image, progress);
        try
        {
            await engine.TransferAsync(
                (docker, moved, token) => docker.Images.CreateImageAsync(parameters, authConfig: null, new Moving(sum, moved), token), cancellationToken);
        }
        catch (DockerApiException e)
        {
            throw NotFound(image, e);
        }

        if (sum.Error is { } error)
            throw NotFound(image, new InvalidOperationException(error));
    }

    // "No such image", "access denied" and "the registry does not answer" cannot be told apart for sure, and each needs a person.
    private static RefusedException NotFound(string image, Exception? cause) => new(
        Refusal.ImageNotFound,
        $"The image {image} is not on this machine and could not be pulled: it does not exist, or its registry cannot be reached.",
        cause);

    private sealed class Moving(PullSum sum, Action moved) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value)
        {
            moved();
            sum.Report(value);
        }
    }

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
