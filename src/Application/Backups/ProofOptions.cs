namespace SaaSOdoo.Application.Backups;

/// <summary>Section <c>Backups:Proofs</c>: how often backups are tried out, and what that may take.</summary>
public sealed class ProofOptions
{
    public const string Section = "Backups:Proofs";

    /// <summary>How long after the last one an instance's newest backup is tried; 0: never.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The same for tenants of a plan, by its code (<c>Backups:Proofs:Plans:basic=30.00:00:00</c>).</summary>
    public IDictionary<string, TimeSpan> Plans { get; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>How long after an instance's first backup: not while its owner waits for what is done with it.</summary>
    public TimeSpan FirstAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>When an instance is looked at again that had no new backup, or could not be tried.</summary>
    public TimeSpan Recheck { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many are under way at a time, in all processes together.</summary>
    public int AtOnce { get; set; } = 1;

    /// <summary>The longest that one may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(3);

    /// <summary>How long Odoo may take to serve its login page.</summary>
    public TimeSpan BootTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Cores of the throw-away Odoo.</summary>
    public decimal Cpus { get; set; } = 1;

    /// <summary>Bytes of memory of the throw-away Odoo.</summary>
    public long MemoryBytes { get; set; } = 1L << 30;

    /// <param name="plan">Code of the plan; null without a live subscription.</param>
    public TimeSpan IntervalOf(string? plan) => plan is not null && Plans.TryGetValue(plan, out var every) ? every : Every;

    public bool IsValid() =>
        Every >= TimeSpan.Zero && Plans.Values.All(p => p >= TimeSpan.Zero) && FirstAfter >= TimeSpan.Zero && Recheck > TimeSpan.Zero && AtOnce > 0
        && Timeout > TimeSpan.Zero && BootTimeout > TimeSpan.Zero && Cpus > 0 && MemoryBytes > 0;
}
