using Microsoft.Net.Http.Headers;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Api.Backups;

/// <summary>
/// An archive of known length, whole or a range of it. Its ETag names its bytes, so that a download that broke off goes on with
/// <c>Range</c> and <c>If-Range</c>, and <c>Repr-Digest</c> (RFC 9530) says what they have to be in the end.
/// </summary>
internal sealed class ArchiveDownload(BackupArchive archive) : IResult
{
    private const string ReprDigest = "Repr-Digest";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        // Counted as a GET is, the whole archive would be read for its length.
        if (httpContext.IsHead())
            httpContext.Request.Method = HttpMethods.Head;
        httpContext.Response.Headers[ReprDigest] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(archive.Sha256))}:";
        return TypedResults.Stream(
            archive.Content, "application/zip", archive.FileName, archive.CompletedAt, new EntityTagHeaderValue($"\"{archive.Sha256}\""),
            enableRangeProcessing: true).ExecuteAsync(httpContext);
    }
}
