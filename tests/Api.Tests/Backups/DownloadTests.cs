using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Backups;

public sealed class DownloadTests(BackupApi api) : IClassFixture<BackupApi>
{
    private static readonly byte[] Archive = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task The_whole_archive_comes_with_length_name_and_digest_uncompressed()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path(await api.KeepAsync(tenant, instance, Archive)));
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var response = await customer.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var content = response.Content.Headers;
        (content.ContentType!.MediaType, content.ContentLength, content.ContentEncoding.Count).ShouldBe(("application/zip", Archive.Length, 0));
        content.ContentDisposition!.FileName.ShouldStartWith("shop");
        content.ContentDisposition.FileName.ShouldEndWith(".zip");
        response.Headers.AcceptRanges.ShouldBe(["bytes"]);
        response.Headers.ETag!.Tag.ShouldBe($"\"{Convert.ToHexStringLower(SHA256.HashData(Archive))}\"");
        response.Headers.GetValues("Repr-Digest").ShouldBe([$"sha-256=:{Convert.ToBase64String(SHA256.HashData(Archive))}:"]);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBe(Archive);
        await using var db = api.Database.NewDb();
        (await db.AuditEntries.CountAsync(e => e.Action == "download_backup" && e.TenantId == new TenantId(tenant))).ShouldBe(1);
    }

    [Fact]
    public async Task A_range_goes_on_with_the_same_archive_and_begins_anew_with_another()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        var path = Path(await api.KeepAsync(tenant, instance, Archive));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Archive))}\"");

        using var rest = await SendAsync(customer, HttpMethod.Get, path, new RangeHeaderValue(99_000, null), tag);
        rest.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        rest.Content.Headers.ContentRange.ShouldBe(new ContentRangeHeaderValue(99_000, 99_999, 100_000));
        (await rest.Content.ReadAsByteArrayAsync()).ShouldBe(Archive[99_000..]);
        using var other = await SendAsync(customer, HttpMethod.Get, path, new RangeHeaderValue(99_000, null), new EntityTagHeaderValue("\"other\""));
        (other.StatusCode, other.Content.Headers.ContentLength).ShouldBe((HttpStatusCode.OK, 100_000));
        using var beyond = await SendAsync(customer, HttpMethod.Get, path, new RangeHeaderValue(100_000, null), ifRange: null);
        beyond.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [Fact]
    public async Task Head_tells_the_length_without_reading_the_archive()
    {
        var (customer, tenant, instance) = await api.RunAsync();
        using var head = await SendAsync(customer, HttpMethod.Head, Path(await api.KeepAsync(tenant, instance, Archive)), range: null, ifRange: null);
        (head.StatusCode, head.Content.Headers.ContentLength, head.Headers.ETag is null).ShouldBe((HttpStatusCode.OK, Archive.Length, false));
    }

    [Fact]
    public async Task A_viewer_does_not_get_it()
    {
        var (owner, tenant, instance) = await api.RunAsync();
        var path = Path(await api.KeepAsync(tenant, instance, Archive));
        using var viewer = await TestCustomer.RegisterAsync(api);
        await owner.TakeInAsync(api, tenant, viewer, "viewer");
        using var refused = await viewer.Http.GetAsync(path);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tenant.role_required", details: ["required_role", "role"]);
    }

    private static string Path(Guid backup) => $"/api/v1/backups/{backup}/download";

    private static async Task<HttpResponseMessage> SendAsync(
        TestCustomer customer, HttpMethod method, string path, RangeHeaderValue? range, EntityTagHeaderValue? ifRange)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Range = range;
        request.Headers.IfRange = ifRange is null ? null : new RangeConditionHeaderValue(ifRange);
        return await customer.Http.SendAsync(request);
    }
}
