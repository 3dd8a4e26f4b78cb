namespace SaaSOdoo.Api.Hosting;

/// <summary>Section <c>Streams</c>: server-sent events.</summary>
internal sealed class StreamOptions
{
    public const string Section = "Streams";

    /// <summary>How long nothing may be sent before a comment is: less than what proxies wait.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stream without an end of its own lasts at most: readers come back, and revoked ones do not.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(15);
}
