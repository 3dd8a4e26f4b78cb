namespace SaaSOdoo.Api.Hosting;

/// <summary>Section <c>Streams</c>: server-sent events.</summary>
internal sealed class StreamOptions
{
    public const string Section = "Streams";

    /// <summary>How long nothing may be sent before a comment is: less than what proxies wait.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stream lasts at most: readers come back and go on where they were, and those whose session is revoked do not.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(5);
}
