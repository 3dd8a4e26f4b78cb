using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Api.Endpoints;

/// <summary>Events as <c>text/event-stream</c>: the position is the id a reader resumes from.</summary>
internal sealed class ServerSentEvents(IAsyncEnumerable<FeedEvent> events) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.FlushAsync(httpContext.RequestAborted);

        await foreach (var one in events.WithCancellation(httpContext.RequestAborted))
        {
            await response.WriteAsync($"id: {one.Position}\nevent: {one.Name}\ndata: {one.Payload}\n\n", httpContext.RequestAborted);
            await response.Body.FlushAsync(httpContext.RequestAborted);
        }
    }
}
