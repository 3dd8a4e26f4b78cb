using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Steps that may run at the same time: each lane in its order, the lanes beside each other.</summary>
internal sealed record Stage(IReadOnlyList<IReadOnlyList<StepName>> Lanes);

/// <summary>
/// Cuts a plan into stages. Only two things take long and have nothing to do with each other: making the database the customer's own, and
/// making volume and container. Everything else runs alone, in the plan's order.
/// </summary>
internal static class Stages
{
    private static readonly HashSet<StepName> Database =
        [StepName.EnsureRole, StepName.EnsureDatabase, StepName.PersonaliseDatabase, StepName.EnsureAddons];

    private static readonly HashSet<StepName> Container = [StepName.EnsureVolume, StepName.EnsureNetwork, StepName.EnsureContainer];

    public static bool MayRunBesideAnother(StepName step) => Database.Contains(step) || Container.Contains(step);

    private static readonly HashSet<StepName> Data = [StepName.LoadDatabase, StepName.LoadFiles, StepName.MakeCopy, StepName.SwitchData, StepName.SwitchBack];

    public static IEnumerable<Stage> Of(IReadOnlyList<StepName> plan)
    {
        // What is loaded from an archive is used by what comes after it.
        if (plan.Any(Data.Contains))
            return [new Stage([plan])];

        var before = plan.TakeWhile(s => !MayRunBesideAnother(s)).ToList();
        var database = plan.Where(Database.Contains).ToList();
        var container = plan.Where(Container.Contains).ToList();
        var after = plan.Skip(before.Count).Where(s => !MayRunBesideAnother(s)).ToList();

        IReadOnlyList<StepName>[] together = [database, container];
        return new[] { new Stage([before]), new Stage([.. together.Where(lane => lane.Count > 0)]), new Stage([after]) }
            .Where(stage => stage.Lanes.Count > 0 && stage.Lanes[0].Count > 0);
    }
}
