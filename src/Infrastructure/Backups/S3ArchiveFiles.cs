using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Archives as objects of a bucket. One is there when its last part was taken.</summary>
internal sealed class S3ArchiveFiles(IOptions<S3Options> options) : IArchiveFiles, IDisposable
{
    private static readonly TimeSpan CleanupLimit = TimeSpan.FromSeconds(30);
    private readonly S3Options settings = options.Value;
    private readonly AmazonS3Client client = new(new BasicAWSCredentials(options.Value.AccessKey, options.Value.SecretKey), Configuration(options.Value));

    public async Task WriteAsync(
        string location, Func<Stream, CancellationToken, Task> write, Func<Stream, CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        await AbortUnfinishedAsync(location, cancellationToken);
        var upload = new S3Upload(client, settings, location);
        try
        {
            await write(upload, cancellationToken);
            await upload.CompleteAsync(cancellationToken);
        }
        catch
        {
            await upload.AbortAsync();
            throw;
        }

        try
        {
            await using var stored = await OpenAsync(location, cancellationToken)
                ?? throw new RefusedException(BackupFailures.StoreFailed, "The backup store has not kept what it has taken.");
            await check(stored, cancellationToken);
        }
        catch
        {
            await TryDeleteAsync(location);
            throw;
        }
    }

    public async Task<Stream?> OpenAsync(string location, CancellationToken cancellationToken)
    {
        var found = await S3Failures.TranslateAsync(() => FindAsync(location, cancellationToken), cancellationToken);
        return found is null ? null : new S3Object(client, settings.Bucket, location, found.ContentLength, found.ETag);
    }

    public async Task DeleteAsync(string location, CancellationToken cancellationToken)
    {
        await AbortUnfinishedAsync(location, cancellationToken);
        await S3Failures.TranslateAsync(() => client.DeleteObjectAsync(settings.Bucket, location, cancellationToken), cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private async Task TryDeleteAsync(string location)
    {
        using var limit = new CancellationTokenSource(CleanupLimit);
        try
        {
            await DeleteAsync(location, limit.Token);
        }
        catch (Exception e) when (e is RefusedException or DependencyUnavailableException or OperationCanceledException)
        {
            // The next write to this place goes over it, and what this one failed with matters more.
        }
    }

    private async Task<GetObjectMetadataResponse?> FindAsync(string location, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetObjectMetadataAsync(settings.Bucket, location, cancellationToken);
        }
        catch (AmazonS3Exception e) when (S3Failures.IsMissing(e))
        {
            return null;
        }
    }

    // Parts that a process which was killed has sent cost as much as an archive and are in no list of these.
    private async Task AbortUnfinishedAsync(string location, CancellationToken cancellationToken)
    {
        var found = await S3Failures.TranslateAsync(
            () => client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = settings.Bucket, Prefix = location }, cancellationToken), cancellationToken);
        foreach (var upload in (found.MultipartUploads ?? []).Where(u => u.Key == location))
        {
            await S3Failures.TranslateAsync(
                () => client.AbortMultipartUploadAsync(settings.Bucket, location, upload.UploadId, cancellationToken), cancellationToken);
        }
    }

    private static AmazonS3Config Configuration(S3Options settings)
    {
        var configuration = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.PathStyle,
            Timeout = settings.Timeout,

            // Others than Amazon's refuse the checksums that it has added to the protocol; what was stored is read back here.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.ServiceUrl is { } url)
            configuration.ServiceURL = url.ToString();
        else
            configuration.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        return configuration;
    }
}
