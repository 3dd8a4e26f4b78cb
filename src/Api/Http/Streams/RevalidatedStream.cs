using Microsoft.Extensions.Options;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Streams;

/// <summary>
/// An answer that lasts, but not longer than the right to it, nor than the process wants to run: from time to time the credential is looked at again, and whether the caller may
/// still see what is followed. When its time is up it ends as well: the reader comes back. A customer has a limited number of them.
/// </summary>
/// <param name="maySee">Asks once more what was asked at the beginning.</param>
internal sealed class RevalidatedStream(IResult stream, Func<CancellationToken, Task<bool>> maySee) : IResult
{
    private static readonly Error TooMany = new(
        ErrorKind.TooMany, "stream.too_many", "You have too many streams open. End one, or wait as long as Retry-After says.")
    {
        RetryAfter = TimeSpan.FromSeconds(15),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var caller = httpContext.RequestServices.GetRequiredService<Caller>();
        var limiter = httpContext.RequestServices.GetRequiredService<StreamLimiter>();
        var reader = caller.OperatorId ?? caller.CustomerId;
        if (!limiter.TryTake(reader))
        {
            await new ProblemResult(TooMany).ExecuteAsync(httpContext);
            return;
        }

        try
        {
            await RunAsync(httpContext);
        }
        finally
        {
            limiter.Leave(reader);
        }
    }

    private async Task RunAsync(HttpContext http)
    {
        var hungUp = http.RequestAborted;
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(hungUp, stopping);
        http.RequestAborted = end.Token;
        var watch = WatchAsync(http, end);
        try
        {
            await stream.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (!hungUp.IsCancellationRequested)
        {
            // Its time is up, or the right to it gone: an end like any other.
        }
        finally
        {
            await end.CancelAsync();
            await watch;
            http.RequestAborted = hungUp;
        }
    }

    // What cannot be asked ends the stream too.
    private async Task WatchAsync(HttpContext http, CancellationTokenSource end)
    {
        var clock = http.RequestServices.GetRequiredService<TimeProvider>();
        var options = http.RequestServices.GetRequiredService<IOptions<StreamOptions>>().Value;
        var left = options.Longest;
        try
        {
            do
            {
                var pause = left < options.Recheck ? left : options.Recheck;
                await Task.Delay(pause, clock, end.Token);
                left -= pause;
            }
            while (left > TimeSpan.Zero && await http.IsStillLetInAsync(end.Token) && await maySee(end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It has ended before.
        }
        finally
        {
            await end.CancelAsync();
        }
    }
}
