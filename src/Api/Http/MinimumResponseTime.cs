namespace SaaSOdoo.Api.Http;

/// <summary>Marks an endpoint whose answers all go out after the same time.</summary>
internal sealed record HasMinimumResponseTime;

/// <summary>
/// For endpoints that do more work for an address that has an account, and must not tell: whatever the work is, the answer goes out after
/// the same time. (A login needs none of this: there the same work is done for everybody.)
/// </summary>
internal static class MinimumResponseTime
{
    // Several times what the work takes.
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(250);

    public static RouteHandlerBuilder WithMinimumResponseTime(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new HasMinimumResponseTime());

    /// <summary>
    /// Before whatever opens a transaction. The wait is between its commit and the first byte: nothing is held meanwhile.
    /// </summary>
    public static void UseMinimumResponseTime(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<HasMinimumResponseTime>() is not null)
        {
            var clock = http.RequestServices.GetRequiredService<TimeProvider>();
            var started = clock.GetTimestamp();
            http.Response.OnStarting(() => RestAsync(clock, started));
        }

        return next(http);
    });

    // Not ended with the connection: that would be a fault in the log for every client that does not wait.
    private static Task RestAsync(TimeProvider clock, long started)
    {
        var left = Time - clock.GetElapsedTime(started);
        return left > TimeSpan.Zero ? Task.Delay(left, clock, CancellationToken.None) : Task.CompletedTask;
    }
}
