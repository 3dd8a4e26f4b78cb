namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Section <c>Backups:S3</c>: a bucket of a server that speaks Amazon's S3.</summary>
public sealed class S3Options
{
    public const string Section = "Backups:S3";
    private const int SmallestPart = 5 << 20;

    /// <summary><c>https://s3.example.com</c>; null for Amazon's own of <see cref="Region"/>.</summary>
    public Uri? ServiceUrl { get; set; }

    public string Region { get; set; } = "us-east-1";

    public string Bucket { get; set; } = "";

    public string AccessKey { get; set; } = "";

    public string SecretKey { get; set; } = "";

    /// <summary>Whether the bucket is in the path and not in the host's name, as most servers but Amazon's want it.</summary>
    public bool PathStyle { get; set; } = true;

    /// <summary>Archives larger than this are sent in parts of this size, held in memory one at a time. A server takes 10,000 parts.</summary>
    public int PartBytes { get; set; } = 32 << 20;

    /// <summary>For one call, which sends or fetches no more than a part.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    internal bool IsValid() =>
        ServiceUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }
        && new[] { Region, Bucket, AccessKey, SecretKey }.All(s => s.Length > 0)
        && PartBytes >= SmallestPart && Timeout > TimeSpan.Zero;
}
