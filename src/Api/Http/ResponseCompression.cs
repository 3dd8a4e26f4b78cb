using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Api.OpenApi;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// br and gzip for what is large: lists, the document, pages. Not for streams, whose events would wait in the compressor; not for what has
/// an <c>ETag</c>, which names bytes and would have to differ; not for answers that hold a secret. Those are all answers to other methods
/// than GET, and those that ask for a second factor: the length of a secret compressed beside what somebody else chose tells of the secret
/// (BREACH), also under TLS.
/// </summary>
internal sealed class ResponseCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    public override bool ShouldCompressResponse(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && !context.Response.Headers.ContainsKey(HeaderNames.ETag)
        && context.GetEndpoint()?.Metadata.GetMetadata<AsksForSecondFactor>() is null
        && base.ShouldCompressResponse(context);
}

internal static class ResponseCompressionRegistration
{
    public static IServiceCollection AddCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            // A bearer token is no cookie: another site cannot make a browser send it, which is what BREACH lives on.
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", "text/html", "text/css", "text/javascript", "application/javascript"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return services.AddSingleton<IResponseCompressionProvider, ResponseCompression>();
    }
}
