using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>An image registry on a loopback port with one image, <c>odoo:1</c>, so that a real engine pulls for real.</summary>
internal sealed class FakeRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly WebApplication server;

    private FakeRegistry(WebApplication server) => this.server = server;

    /// <summary><c>127.0.0.1:port</c>: the engine asks loopback registries without TLS.</summary>
    public string Address => new Uri(server.Urls.Single()).Authority;

    public static async Task<FakeRegistry> StartAsync()
    {
        var layer = Layer();
        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            config = new { Cmd = new[] { "true" } },
            rootfs = new { type = "layers", diff_ids = new[] { Digest(layer.Tar) } },
        });
        var blobs = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [Digest(layer.Gzip)] = layer.Gzip, [Digest(config)] = config };
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = config.Length, digest = Digest(config) },
            layers = new[] { new { mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip", size = layer.Gzip.Length, digest = Digest(layer.Gzip) } },
        });

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/v2/", () => Results.Ok());
        app.MapMethods("/v2/odoo/manifests/{reference}", ["GET", "HEAD"], (string reference) =>
            reference == "1" || reference == Digest(manifest)
                ? Results.Bytes(manifest, ManifestType)
                : Results.Json(new { errors = new[] { new { code = "MANIFEST_UNKNOWN", message = "manifest unknown" } } }, statusCode: 404));
        app.MapGet("/v2/odoo/blobs/{digest}", (string digest) => Results.Bytes(blobs[digest]));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    // Random, so that it neither shrinks nor is on the engine already.
    private static (byte[] Tar, byte[] Gzip) Layer()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "random") { DataStream = new MemoryStream(RandomNumberGenerator.GetBytes(3 << 20)) });
        using var gzip = new MemoryStream();
        using (var writer = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
            writer.Write(tar.ToArray());
        return (tar.ToArray(), gzip.ToArray());
    }

    private static string Digest(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
}
