using System.Globalization;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Sums the layers of a pull up to one figure, told in steps of ten per cent rather than a hundred times a second.</summary>
internal sealed class PullSum(string image)
{
    private const int Step = 10;

    private readonly Dictionary<string, PullDetail> layers = new(StringComparer.Ordinal);
    private int told = -Step;

    /// <summary>What to say now; null when nothing worth saying changed.</summary>
    public string? Add(PullProgress progress)
    {
        if (progress is not { Status: "Downloading", Id: { } layer, ProgressDetail: { Total: > 0 } detail })
            return null;

        layers[layer] = detail;
        var percent = (int)(100 * layers.Values.Sum(l => l.Current) / layers.Values.Sum(l => l.Total));
        if (percent < told + Step)
            return null;

        told = percent;
        return string.Create(CultureInfo.InvariantCulture, $"Pulling {image}: {percent} %");
    }
}
