namespace SaaSOdoo.Application.Common;

/// <summary>So many wait for the same work already that one more would only time out. Answered with 503 and when to come again.</summary>
public sealed class OverloadedException(TimeSpan retryAfter) : Exception("Too many requests wait for this work.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
