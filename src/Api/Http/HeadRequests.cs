using Microsoft.AspNetCore.Http.Features;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;

namespace SaaSOdoo.Api.Http;

/// <summary>HEAD wherever GET is: the request is answered as a GET whose body is counted and not sent.</summary>
internal static class HeadRequests
{
    /// <summary>Before everything that asks for the method.</summary>
    public static void UseHeadRequests(this WebApplication app) => app.Use(async (http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow.Contains(HttpMethods.Get, StringComparer.Ordinal))
                http.Response.Headers.Append("Allow", HttpMethods.Head);
            return Task.CompletedTask;
        });
        if (HttpMethods.IsHead(http.Request.Method))
            await AnswerAsync(http, next);
        else
            await next(http);
    });

    /// <summary>After routing. What is shown once would be used up without being seen.</summary>
    public static void UseNoHeadOfSecrets(this WebApplication app) => app.Use((http, next) =>
        http.IsHead() && http.GetEndpoint()?.Metadata.GetMetadata<AsksForSecondFactor>() is not null
            ? StatusProblems.Of(StatusCodes.Status405MethodNotAllowed).ExecuteAsync(http)
            : next(http));

    /// <summary>Whether nobody will see the body: what lasts need not begin.</summary>
    public static bool IsHead(this HttpContext http) => http.Features.Get<AskedByHead>() is not null;

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var wire = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var counted = new CountingStream();
        http.Features.Set(new AskedByHead());
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(counted));
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Features.Set(wire);
        }

        if (!http.Response.HasStarted && counted.Length > 0)
            http.Response.ContentLength ??= counted.Length;
    }

    private sealed class AskedByHead;

    private sealed class CountingStream : Stream
    {
        private long length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => length;
        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => length += buffer.Length;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            length += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            length += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
