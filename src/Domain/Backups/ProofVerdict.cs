namespace SaaSOdoo.Domain.Backups;

/// <summary>How far a backup's archive is known to be good; each step holds what the one before does.</summary>
public enum ProofLevel
{
    None,

    /// <summary>The store gave back every byte of it.</summary>
    Checksum,

    /// <summary>Database and files were loaded, and are what the manifest says.</summary>
    Restored,

    /// <summary>Odoo started on them and served its login page with a style or script of it.</summary>
    Booted,
}

/// <summary>What a proof has found.</summary>
/// <param name="Level">How far it got.</param>
/// <param name="Code">Why no further; null when the backup is proven.</param>
/// <param name="Message">The same for the customer: no secret, and no word out of the archive.</param>
public sealed record ProofVerdict(ProofLevel Level, string? Code, string? Message)
{
    public static ProofVerdict Proven { get; } = new(ProofLevel.Booted, Code: null, Message: null);
}
