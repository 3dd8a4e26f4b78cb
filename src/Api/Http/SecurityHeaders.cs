namespace SaaSOdoo.Api.Http;

internal static class SecurityHeaders
{
    private const string SwaggerPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

    /// <summary>Answers are data: not to be cached, framed, sniffed or run. The Swagger page alone runs its own scripts.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        var isPage = http.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase);
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            // A page of ours states its own.
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = isPage ? SwaggerPolicy : "default-src 'none'; frame-ancestors 'none'";
            // Nor changed on the way: a proxy that compresses would weaken the ETag, which then matches nothing, and hold the events of a
            // stream back until it has a buffer full.
            if (!isPage)
                headers.CacheControl = headers.CacheControl.Count == 0 ? "no-store, no-transform" : $"{headers.CacheControl}, no-transform";
            return Task.CompletedTask;
        });
        return next(http);
    });
}
