using System.Globalization;
using Docker.DotNet.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Sums the layers of a pull up to one figure, told in steps of ten per cent rather than a hundred times a second.</summary>
internal sealed class PullSum(string image, IProgress<string> progress) : IProgress<JSONMessage>
{
    private const int Step = 10;

    // More than any image has; the registry says how many.
    private const int MostLayers = 500;

    private readonly Dictionary<string, (long Current, long Total)> layers = new(StringComparer.Ordinal);
    private int told = -Step;

    /// <summary>Why the pull failed half way; null while it goes well.</summary>
    public string? Error { get; private set; }

    public void Report(JSONMessage value)
    {
        Error ??= value.Error?.Message;
        if (value is not { Status: "Downloading", ID: { } layer, Progress: { Total: > 0 and var total, Current: var current } })
            return;

        if (layers.Count == MostLayers && !layers.ContainsKey(layer))
            return;

        layers[layer] = (current ?? 0, total);
        var percent = (int)(100 * layers.Values.Sum(l => l.Current) / layers.Values.Sum(l => l.Total));
        if (percent < told + Step)
            return;

        told = percent;
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"Pulling {image}: {percent} %"));
    }
}
