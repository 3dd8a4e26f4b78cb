namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Section <c>Backups</c>.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backups";

    /// <summary>Stands for the server's major version in <see cref="PgDump"/>.</summary>
    public const string MajorVersion = "{major}";

    /// <summary>PostgreSQL's own tool on the platform's host, of the same major version as the server.</summary>
    public string PgDump { get; set; } = $"/usr/lib/postgresql/{MajorVersion}/bin/pg_dump";

    /// <summary>The longest one archive may take to be made and stored.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long a table may be locked by somebody else before the database counts as busy.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a busy database is tried.</summary>
    public int Attempts { get; set; } = 4;

    /// <summary>An attachment larger than this in the database itself is refused: in text it is twice as large, and PostgreSQL ends at 1 GB.</summary>
    public long LargestRowBytes { get; set; } = 500L << 20;

    /// <summary><c>local</c> or <c>s3</c>: where archives are kept.</summary>
    public string Store { get; set; } = Local;

    /// <summary>The folder of the store <c>local</c>.</summary>
    public string Path { get; set; } = "/var/lib/saasodoo/backups";

    /// <summary>Whether archives are stored encrypted. Those that are there stay readable either way.</summary>
    public bool Encrypt { get; set; } = true;

    internal const string Local = "local";
    internal const string S3 = "s3";

    internal bool IsValid() =>
        Store is Local or S3 && System.IO.Path.IsPathFullyQualified(PgDump) && System.IO.Path.IsPathFullyQualified(Path)
        && TimeLimit > TimeSpan.Zero && LockTimeout > TimeSpan.Zero && Attempts > 0 && LargestRowBytes > 0;
}
