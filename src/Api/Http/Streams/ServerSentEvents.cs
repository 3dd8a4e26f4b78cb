using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Events;

namespace SaaSOdoo.Api.Http.Streams;

/// <summary>
/// Events as <c>text/event-stream</c>: the position is the id a reader resumes from. A comment from time to time keeps the line open where
/// nothing happens, and shows a dead one. When the process stops, the reader is told when to come back.
/// </summary>
/// <param name="after">Told to the reader first, as an id without an event; null: not told.</param>
internal sealed class ServerSentEvents(IAsyncEnumerable<FeedEvent> events, long? after = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";

        if (httpContext.IsHead())
            return;

        var services = httpContext.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var clock = services.GetRequiredService<TimeProvider>();
        var keepAlive = services.GetRequiredService<IOptions<StreamOptions>>().Value.KeepAlive;
        await SendAsync(response, after is null ? "" : $"id: {after}\n\n", httpContext.RequestAborted);
        try
        {
            await SendAllAsync(response, keepAlive, clock, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await SendAsync(response, $"retry: {ComeBackIn()}\n\n", CancellationToken.None);
        }
    }

    // Milliseconds; not the same for all, who otherwise come to the next process in one moment.
    private static int ComeBackIn() => Random.Shared.Next(1000, 5000);

    private async Task SendAllAsync(HttpResponse response, TimeSpan keepAlive, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var reader = events.GetAsyncEnumerator(cancellationToken);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                while (await IsQuietAsync(next, keepAlive, clock, cancellationToken))
                    await SendAsync(response, ": keep-alive\n\n", cancellationToken);
                if (!await next)
                    return;

                var one = reader.Current;
                await SendAsync(response, $"id: {one.Position}\nevent: {one.Name}\ndata: {one.Payload}\n\n", cancellationToken);
                next = reader.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may not be disposed of while it is at work; cancelled, it ends at once.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task<bool> IsQuietAsync(Task next, TimeSpan forLong, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (next.IsCompleted)
            return false;

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var quiet = await Task.WhenAny(next, Task.Delay(forLong, clock, either.Token)) != next;
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return quiet;
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
