using Microsoft.Extensions.Time.Testing;

namespace SaaSOdoo.TestKit;

/// <summary>Tells the time the test sets; timers and stopwatches go on as usual.</summary>
/// <remarks>By the fake's own timers, a request that waits before it answers, or a worker between two looks, would wait for ever.</remarks>
public sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero))
{
    public DateTimeOffset Now => GetUtcNow();

    public override long TimestampFrequency => TimeProvider.System.TimestampFrequency;

    public override long GetTimestamp() => TimeProvider.System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        TimeProvider.System.CreateTimer(callback, state, dueTime, period);
}
