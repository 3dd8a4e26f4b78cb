namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Section <c>Operations</c>.</summary>
public sealed class OperationOptions
{
    public const string Section = "Operations";

    /// <summary>How many operations one process works on at a time.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How many operations of one tenant are worked on at a time, in all processes together.</summary>
    public int PerTenant { get; set; } = 3;

    /// <summary>How long an operation belongs to a worker that does not say it is alive; it says so three times in this time.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look for work when no notification comes.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);
}
