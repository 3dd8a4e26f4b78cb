using System.Globalization;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>An instance's container and files as they should be, beside what the engine shows.</summary>
internal static class ContainerLines
{
    private const string Connected = "connected";
    private const string Published = "published";
    private const string Answers = "answers";
    private const int ShownOfHash = 12;

    /// <param name="wanted">Null while it cannot be described.</param>
    /// <param name="seen">Null when the engine does not answer.</param>
    public static IReadOnlyList<DriftLine> Of(Instance instance, DesiredState desired, WorkloadSpec? wanted, ContainerView? seen)
    {
        var (allocation, isUp) = (instance.Allocation, desired.Power == DesiredPower.Running);
        var workload = seen?.Workload;
        var lines = new List<DriftLine>
        {
            new(DriftAspect.Container, Wanted(desired.Power), seen is null ? null : Seen(desired.Power, workload), seen is not null),
            new(
                DriftAspect.Volume, desired.Power == DesiredPower.Gone ? null : allocation.Volume, seen is { VolumeExists: true } ? allocation.Volume : null,
                seen is not null),
            new(DriftAspect.LoginPage, isUp ? Answers : null, seen is { Answers: true } ? Answers : null, seen is not null),
            new(DriftAspect.Route, isUp ? Published : null, allocation.PublishedAt is null ? null : Published),
        };
        if (isUp && (seen is null || workload is not null))
            lines.AddRange(Of(desired, workload));
        if (isUp && wanted is not null && (seen is null || workload is not null))
            lines.AddRange(Of(wanted, workload));
        return lines;
    }

    private static string? Wanted(DesiredPower power) => power switch
    {
        DesiredPower.Running => EnumWord(ContainerStatus.Running),
        DesiredPower.Stopped => "stopped",
        _ => null,
    };

    // Of what is stopped it does not matter how.
    private static string? Seen(DesiredPower power, WorkloadObservation? workload) =>
        power == DesiredPower.Stopped && !Drift.IsUp(InstanceObserver.StateOf(workload)) ? Wanted(power)
        : workload is null ? null
        : EnumWord(workload.State);

    private static IEnumerable<DriftLine> Of(DesiredState desired, WorkloadObservation? seen)
    {
        yield return Line(DriftAspect.CpuLimit, Text(desired.Cpus), seen, s => Text(s.Cpus));
        yield return Line(DriftAspect.MemoryLimit, Text(desired.MemoryBytes), seen, s => Text(s.MemoryBytes));
        yield return Line(DriftAspect.PidsLimit, Text(DesiredState.PidsLimit), seen, s => Text(s.PidsLimit));
        yield return Line(DriftAspect.Network, Connected, seen, s => s.OnNetwork ? Connected : "disconnected");
    }

    private static IEnumerable<DriftLine> Of(WorkloadSpec wanted, WorkloadObservation? seen)
    {
        yield return Line(DriftAspect.Image, wanted.ImageId, seen, s => s.ImageId);
        yield return Line(DriftAspect.Fingerprint, Short(wanted.Fingerprint), seen, s => Short(s.Fingerprint));
        yield return Line(DriftAspect.Environment, Names(wanted.Environment), seen, s => Names(wanted.Environment, s.Environment));
        yield return Line(DriftAspect.Labels, Names(wanted.Labels), seen, s => Names(wanted.Labels, s.Labels));
        yield return Line(DriftAspect.Mounts, Mounts(wanted.Volumes), seen, s => Mounts(wanted.Volumes.Where(s.Volumes.Contains)));
    }

    private static DriftLine Line(DriftAspect aspect, string wanted, WorkloadObservation? seen, Func<WorkloadObservation, string> observed) =>
        new(aspect, wanted, seen is null ? null : observed(seen), seen is not null);

    private static string Names(IReadOnlyDictionary<string, string> wanted) => string.Join(", ", wanted.Keys.Order(StringComparer.Ordinal));

    private static string Names(IReadOnlyDictionary<string, string> wanted, IReadOnlyDictionary<string, string> seen) => string.Join(
        ", ",
        wanted.Where(w => seen.ContainsKey(w.Key)).OrderBy(w => w.Key, StringComparer.Ordinal)
            .Select(w => seen[w.Key] == w.Value ? w.Key : $"{w.Key} (another value)"));

    private static string Mounts(IEnumerable<VolumeMount> volumes) => string.Join(", ", volumes.Select(v => $"{v.Volume}:{v.Path}").Order(StringComparer.Ordinal));

    private static string Short(string hash) => hash.Length <= ShownOfHash ? hash : hash[..ShownOfHash];

    private static string EnumWord(ContainerStatus status) => Domain.Common.EnumText<ContainerStatus>.Of(status);

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
