namespace SaaSOdoo.Api.Http.Streams;

/// <summary>Section <c>Streams</c>: answers that last, such as server-sent events and logs that are followed.</summary>
internal sealed class StreamOptions
{
    public const string Section = "Streams";

    /// <summary>How long nothing may be sent before a comment is: less than what proxies wait.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one lasts at most: readers come back and go on where they were.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long one may outlive the right to it: so often its reader is looked at again.</summary>
    public TimeSpan Recheck { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many one customer may have open in one process.</summary>
    public int PerCustomer { get; set; } = 20;
}
