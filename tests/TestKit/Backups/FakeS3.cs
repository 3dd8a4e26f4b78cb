using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SaaSOdoo.TestKit.Backups;

/// <summary>
/// The part of S3's protocol that a store of archives needs, over real HTTP and in memory, for one bucket. It refuses what servers other than
/// Amazon's refuse: bodies in signed chunks and checksum trailers.
/// </summary>
public sealed class FakeS3 : IAsyncDisposable
{
    public const string Bucket = "archives";
    public const string AccessKey = "access-key-of-the-tests";

    private static readonly XNamespace Amazon = "http://s3.amazonaws.com/doc/2006-03-01/";
    private readonly WebApplication app;
    private int uploads;

    private FakeS3(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>Parts of what was begun and neither completed nor given up, by upload.</summary>
    public ConcurrentDictionary<string, (string Key, ConcurrentDictionary<int, byte[]> Parts)> Unfinished { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers a request in place of the server, when it returns true.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = _ => Task.FromResult(false);

    public static async Task<FakeS3> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        var host = builder.Build();
        var fake = new FakeS3(host);
        host.Run(fake.AnswerAsync);
        await host.StartAsync();
        fake.Url = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return fake;
    }

    /// <summary>An error as the protocol words it.</summary>
    public static Task FailAsync(HttpContext http, int status, string code)
    {
        http.Response.StatusCode = status;
        return http.Request.Method == HttpMethods.Head ? Task.CompletedTask : XmlAsync(http, new XElement("Error", new XElement("Code", code), new XElement("Message", code)));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        if (await Fault(http))
            return;

        var request = http.Request;
        var place = request.Path.Value!.TrimStart('/').Split('/', 2);
        if (!request.Headers.Authorization.ToString().StartsWith($"AWS4-HMAC-SHA256 Credential={AccessKey}/", StringComparison.Ordinal))
            await FailAsync(http, StatusCodes.Status403Forbidden, "AccessDenied");
        else if (place[0] != Bucket)
            await FailAsync(http, StatusCodes.Status404NotFound, "NoSuchBucket");
        else if (request.Headers["x-amz-content-sha256"].ToString().StartsWith("STREAMING", StringComparison.Ordinal) || request.Headers.ContainsKey("x-amz-trailer"))
            await FailAsync(http, StatusCodes.Status501NotImplemented, "NotImplemented");
        else
            await AnswerAsync(http, place.ElementAtOrDefault(1) ?? "");
    }

    private Task AnswerAsync(HttpContext http, string key) => (http.Request.Method, Upload: http.Request.Query["uploadId"].ToString()) switch
    {
        ("GET", _) when key.Length == 0 => ListUploadsAsync(http),
        ("POST", "") => BeginAsync(http, key),
        ("POST", var upload) => CompleteAsync(http, key, upload),
        ("PUT", "") => PutAsync(http, bytes => Objects[key] = bytes),
        ("PUT", var upload) => PutAsync(http, bytes => Unfinished[upload].Parts[int.Parse(http.Request.Query["partNumber"]!, null)] = bytes),
        ("DELETE", "") => RemoveAsync(http, () => Objects.TryRemove(key, out _)),
        ("DELETE", var upload) => RemoveAsync(http, () => Unfinished.TryRemove(upload, out _)),
        _ => GetAsync(http, key),
    };

    private Task ListUploadsAsync(HttpContext http) => XmlAsync(http, new XElement(
        Amazon + "ListMultipartUploadsResult",
        new XElement(Amazon + "Bucket", Bucket),
        new XElement(Amazon + "IsTruncated", "false"),
        Unfinished.Where(u => u.Value.Key.StartsWith(http.Request.Query["prefix"].ToString(), StringComparison.Ordinal)).Select(u => new XElement(
            Amazon + "Upload", new XElement(Amazon + "Key", u.Value.Key), new XElement(Amazon + "UploadId", u.Key)))));

    private Task BeginAsync(HttpContext http, string key)
    {
        var upload = $"upload-{Interlocked.Increment(ref uploads)}";
        Unfinished[upload] = (key, new());
        return XmlAsync(http, new XElement(
            Amazon + "InitiateMultipartUploadResult", new XElement(Amazon + "Bucket", Bucket), new XElement(Amazon + "Key", key), new XElement(Amazon + "UploadId", upload)));
    }

    private async Task CompleteAsync(HttpContext http, string key, string upload)
    {
        if (!Unfinished.TryRemove(upload, out var begun))
        {
            await FailAsync(http, StatusCodes.Status404NotFound, "NoSuchUpload");
            return;
        }

        Objects[key] = [.. begun.Parts.OrderBy(p => p.Key).SelectMany(p => p.Value)];
        await XmlAsync(http, new XElement(Amazon + "CompleteMultipartUploadResult", new XElement(Amazon + "ETag", TagOf(Objects[key]))));
    }

    private static async Task PutAsync(HttpContext http, Action<byte[]> keep)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        keep(body.ToArray());
        http.Response.Headers.ETag = TagOf(body.ToArray());
    }

    private static Task RemoveAsync(HttpContext http, Action remove)
    {
        remove();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task GetAsync(HttpContext http, string key)
    {
        if (!Objects.TryGetValue(key, out var content))
        {
            await FailAsync(http, StatusCodes.Status404NotFound, "NoSuchKey");
            return;
        }

        if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } wanted && wanted != TagOf(content))
        {
            await FailAsync(http, StatusCodes.Status412PreconditionFailed, "PreconditionFailed");
            return;
        }

        http.Response.Headers.ETag = TagOf(content);
        var part = content.AsMemory();
        if (http.Request.GetTypedHeaders().Range?.Ranges.Single() is { } range)
        {
            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            part = part[(int)range.From!..Math.Min(content.Length, (int)range.To! + 1)];
        }

        http.Response.ContentLength = part.Length;
        if (http.Request.Method != HttpMethods.Head)
            await http.Response.Body.WriteAsync(part);
    }

    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";

    private static Task XmlAsync(HttpContext http, XElement body)
    {
        http.Response.ContentType = "application/xml";
        return http.Response.WriteAsync(body.ToString());
    }
}
