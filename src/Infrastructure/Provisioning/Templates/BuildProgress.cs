using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>
/// Says how far a build is: by the time the last one of its kind took, because Odoo tells of modules and most of the time goes into the first.
/// One that takes longer stands still near its end.
/// </summary>
internal sealed class BuildProgress(TimeProvider time)
{
    private const int MostPercent = 95;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public async Task<T> FollowAsync<T>(Task<T> build, TimeSpan expected, IProgress<string> progress)
    {
        if (progress is IStepProgress step)
            await TellAsync(build, expected, step);
        return await build;
    }

    public static int Percent(TimeSpan elapsed, TimeSpan expected) => (int)Math.Min(MostPercent, 100 * (elapsed / expected));

    private async Task TellAsync(Task build, TimeSpan expected, IStepProgress step)
    {
        var began = time.GetTimestamp();
        using var timer = new PeriodicTimer(Every, time);
        step.Report(0);
        while (await Task.WhenAny(build, timer.WaitForNextTickAsync().AsTask()) != build)
            step.Report(Percent(time.GetElapsedTime(began), expected));
    }
}
