using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Runs test clocks that advance, one after the other. Scheduled only where they are on.</summary>
internal sealed partial class TestClockJob(IServiceScopeFactory scopes, AdvisoryLock locks, ILogger<TestClockJob> logger) : IJob
{
    /// <summary>What is due again at the instant at which it was run has not moved on; then the clock waits for the next round.</summary>
    private const int MaxRepeats = 20;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("test clocks", RunAsync, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var clock in await InScopeAsync(r => r.AdvancingAsync(cancellationToken)))
            await RunAsync(clock, cancellationToken);
    }

    // One that fails stops no other: it stays where it is and is tried again.
    private async Task RunAsync(TestClockId clock, CancellationToken cancellationToken)
    {
        try
        {
            var (last, repeats) = (DateTimeOffset.MinValue, 0);
            while (repeats < MaxRepeats && await InScopeAsync(r => r.StepAsync(clock, cancellationToken)) is { } at)
                (last, repeats) = (at, at == last ? repeats + 1 : 0);
            if (repeats == MaxRepeats)
                Stuck(clock.Value, last);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(e, clock.Value);
        }
    }

    private async Task<T> InScopeAsync<T>(Func<TestClockRunner, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TestClockRunner>());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Test clock {Clock} cannot be advanced; it is tried again")]
    private partial void Failed(Exception exception, Guid clock);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Test clock {Clock} does not get beyond {At}; it is tried again")]
    private partial void Stuck(Guid clock, DateTimeOffset at);
}
