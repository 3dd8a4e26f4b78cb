namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Section <c>Backups</c>: what restores need of it.</summary>
public sealed class RestoreOptions
{
    /// <summary>
    /// Image whose psql loads dumps when the instance's own has one that cannot be kept from running commands. Empty: the newest version on offer
    /// whose image is there and has one that can.
    /// </summary>
    public string LoadImage { get; set; } = "";

    /// <summary>How often a database is measured while it is loaded.</summary>
    public TimeSpan MeasureEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most entries an archive may have: their names are held in memory.</summary>
    public int MostEntries { get; set; } = 1_000_000;

    internal bool IsValid() => MeasureEvery > TimeSpan.Zero && MostEntries > 0;
}
