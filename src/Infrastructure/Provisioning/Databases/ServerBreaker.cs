using Polly;
using Polly.CircuitBreaker;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// Of one database server: after two calls without an answer it is not asked for a while, each time longer, and then by one call at a time.
/// A server that accepts and never answers costs the workers two waits and not one for each of its instances.
/// </summary>
internal sealed class ServerBreaker
{
    private const double FirstBreak = 1;
    private const double LongestBreak = 15;
    private readonly CircuitBreakerStateProvider state = new();
    private readonly ResiliencePipeline pipeline;

    public ServerBreaker(TimeProvider time) => pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DependencyUnavailableException>(),
            MinimumThroughput = 2,
            FailureRatio = 0.5,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDurationGenerator = broken => new(TimeSpan.FromSeconds(Math.Min(FirstBreak * Math.Pow(2, broken.HalfOpenAttempts), LongestBreak))),
            StateProvider = state,
        })
        .Build();

    public bool IsAnswering => state.CircuitState is CircuitState.Closed or CircuitState.HalfOpen;

    /// <exception cref="DependencyUnavailableException">The server does not answer, or is not asked because it did not just now.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(async _ => await call(), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw ServerFailures.Unavailable(e);
        }
    }
}
