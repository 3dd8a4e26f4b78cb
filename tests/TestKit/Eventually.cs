using System.Diagnostics;

namespace SaaSOdoo.TestKit;

/// <summary>Waits for something that another thread or process will do; as short as possible, and not for ever.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > (limit ?? Limit))
                throw new TimeoutException($"It did not happen within {limit ?? Limit}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
