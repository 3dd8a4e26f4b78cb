using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

public enum DatabaseKind
{
    Shared,
    Dedicated,
}

public enum BillingPeriod
{
    Monthly,
    Quarterly,
    Biannual,
    Annual,
}

/// <summary>
/// One version of a plan. A version once sold never changes: a new offer is a new row, and subscriptions keep the row they bought.
/// </summary>
public sealed partial class Plan : AggregateRoot
{
    public const int CodeMaxLength = 30;
    public const int NameMaxLength = 60;

    private readonly List<PlanPrice> prices = [];

    private Plan()
    {
    }

    public PlanId Id { get; private set; }

    /// <summary>What customers order by; shared by the versions of a plan.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Number of the version, from 1. (<see cref="AggregateRoot.Version"/> is the row's.)</summary>
    public int Revision { get; private set; }
    public string Name { get; private set; } = "";
    public int MaxInstances { get; private set; }
    public int MaxUsers { get; private set; }

    /// <summary>The most one instance may have: processors, bytes of memory, bytes of storage.</summary>
    public decimal MaxCpu { get; private set; }
    public long MaxMemoryBytes { get; private set; }
    public long MaxStorageBytes { get; private set; }
    public DatabaseKind DatabaseKind { get; private set; }

    /// <summary>0 when the plan has no trial.</summary>
    public int TrialDays { get; private set; }
    public DateTimeOffset OfferedFrom { get; private set; }

    /// <summary>Null while it is on offer; one version of a code is.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public IReadOnlyList<PlanPrice> Prices => prices;
}
