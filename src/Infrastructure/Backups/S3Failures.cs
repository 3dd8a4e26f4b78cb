using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>What an S3 server answers, or does not, in the words of the store. Its library has tried again by then.</summary>
internal static class S3Failures
{
    private static readonly string[] Full = ["QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "InsufficientStorage", "EntityTooLarge"];

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Of(e, cancellationToken) is not null)
        {
            throw Of(e, cancellationToken)!;
        }
    }

    public static bool IsMissing(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket";

    private static Exception? Of(Exception e, CancellationToken cancellationToken) => e switch
    {
        AmazonS3Exception { StatusCode: HttpStatusCode.InsufficientStorage } => new RefusedException(BackupFailures.StoreFull, "The backup store is full.", e),
        AmazonS3Exception s when Full.Contains(s.ErrorCode) => new RefusedException(BackupFailures.StoreFull, "The backup store is full.", e),
        AmazonS3Exception s when IsMissing(s) => new RefusedException(BackupFailures.StoreFailed, "The archive is not in the backup store any more.", e),
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests } s =>
            new RefusedException(BackupFailures.StoreFailed, $"The backup store refused the request ({s.ErrorCode}).", e),
        AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException => new DependencyUnavailableException("the backup store", e),
        OperationCanceledException when !cancellationToken.IsCancellationRequested => new DependencyUnavailableException("the backup store", e),
        _ => null,
    };
}
