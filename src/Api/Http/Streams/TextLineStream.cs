namespace SaaSOdoo.Api.Http.Streams;

/// <summary>Lines of text, each sent as it comes.</summary>
internal sealed class TextLineStream(IAsyncEnumerable<string> lines) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/plain; charset=utf-8";
        if (httpContext.IsHead())
            return;

        await foreach (var line in lines.WithCancellation(httpContext.RequestAborted))
        {
            await response.WriteAsync(line + "\n", httpContext.RequestAborted);
            await response.Body.FlushAsync(httpContext.RequestAborted);
        }
    }
}
