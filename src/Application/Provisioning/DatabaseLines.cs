using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>An instance's role and database as they should be, beside what their server says.</summary>
internal static class DatabaseLines
{
    private const string Allocated = "allocated";

    /// <param name="seen">Null when the server does not answer.</param>
    public static IReadOnlyList<DriftLine> Of(Instance instance, DesiredState desired, DatabaseView? seen)
    {
        var (allocation, isWanted) = (instance.Allocation, desired.Power != DesiredPower.Gone);
        var lines = new List<DriftLine>
        {
            new(DriftAspect.DatabaseServer, isWanted ? Allocated : null, allocation.DatabaseServerId is null ? null : Allocated),
            new(DriftAspect.Database, isWanted ? allocation.Database : null, seen?.Observation switch
            {
                null => null,
                { StrangeOwner: { } stranger } => $"{allocation.Database} of {stranger}",
                { DatabaseExists: true } => allocation.Database,
                _ => null,
            }, seen is not null),
        };
        var there = seen?.Observation.Lines ?? [];
        if (there.Count == 0)
            lines.Add(new(DriftAspect.Role, isWanted ? allocation.Role : null, Observed: null, seen is not null));
        lines.AddRange(isWanted ? there : there.Where(l => l.Aspect == DriftAspect.Role).Select(l => l with { Desired = null }));
        return lines;
    }
}
