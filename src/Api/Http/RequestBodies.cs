using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// The one place that looks at how a body is written: UTF-8, plain or compressed. What comes after it reads plain UTF-8 of at most
/// <see cref="PlatformHost.MaxBodyBytes"/>, and sees no charset that it would have to know.
/// </summary>
internal static class RequestBodies
{
    /// <summary>
    /// What Kestrel takes. By itself it closes the connection while a body that is too large is still being sent, and the sender sees that
    /// instead of the answer; up to this length the rest is read and thrown away.
    /// </summary>
    public const long DrainedBytes = 8 * PlatformHost.MaxBodyBytes;

    private const string Encodings = "gzip, deflate";

    private static readonly Error NotUtf8 = new(ErrorKind.Validation, "unsupported_media_type", "Send the body in UTF-8.");

    private static readonly Error UnknownEncoding = new(
        ErrorKind.Validation, "unsupported_media_type", $"Send the body as it is, or compressed by one of: {Encodings}.");

    // Without br, whose decoder reports damaged data as if it were our mistake.
    public static IServiceCollection AddRequestBodies(this IServiceCollection services) =>
        services.AddRequestDecompression(options => options.DecompressionProviders.Remove("br"));

    public static void UseRequestBodies(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            if (http.Request.ContentLength > PlatformHost.MaxBodyBytes)
                return StatusProblems.Of(StatusCodes.Status413PayloadTooLarge).ExecuteAsync(http);

            // Those that do not say their length are stopped when they are longer.
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = PlatformHost.MaxBodyBytes;
            return next(http);
        });
        app.Use((http, next) => TakesCharset(http.Request) ? next(http) : Refuse(http, NotUtf8));
        app.Use((http, next) =>
        {
            if (http.Request.Headers.ContentEncoding.Count > 0)
                http.Features.Set(new CompressedBody());
            return next(http);
        });
        // Bounds what comes out by the limit of the body.
        app.UseRequestDecompression();
        // It takes the header away when it knows the encoding.
        app.Use((http, next) => IsPlain(http.Request) ? next(http) : RefuseEncoding(http));
    }

    /// <summary>Whether what comes out of the body depends on a decoder, which may find it damaged.</summary>
    public static bool WasCompressed(HttpContext http) => http.Features.Get<CompressedBody>() is not null;

    // The charset alone is looked at: asking for its encoding throws for those that are known and forbidden. Without a body there is nothing
    // that it could describe.
    private static bool TakesCharset(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue)
            return true;

        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        var isUtf8 = charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);
        if (!isUtf8 && HasBody(request))
            return false;

        foreach (var parameter in type.Parameters.Where(p => p.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)).ToList())
            type.Parameters.Remove(parameter);
        request.ContentType = type.ToString();
        return true;
    }

    private static bool IsPlain(HttpRequest request) =>
        !HasBody(request) || request.Headers.ContentEncoding.Count == 0
        || string.Equals(request.Headers.ContentEncoding, "identity", StringComparison.OrdinalIgnoreCase);

    private static bool HasBody(HttpRequest request) => request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;

    private static Task RefuseEncoding(HttpContext http)
    {
        http.Response.Headers.AcceptEncoding = Encodings;
        return Refuse(http, UnknownEncoding);
    }

    private static Task Refuse(HttpContext http, Error error) => new ProblemResult(StatusCodes.Status415UnsupportedMediaType, error).ExecuteAsync(http);

    private sealed class CompressedBody;
}
