using Amazon.S3;
using Amazon.S3.Model;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// Sends what is written, in parts, of which one is held in memory. What is no larger than one goes in one piece. Without
/// <see cref="CompleteAsync"/> nothing is there.
/// </summary>
internal sealed class S3Upload(IAmazonS3 client, S3Options options, string key) : WriteOnlyStream
{
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(30);
    private readonly byte[] part = new byte[options.PartBytes];
    private readonly List<PartETag> sent = [];
    private int filled;
    private string? upload;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (filled == part.Length)
                await SendPartAsync(cancellationToken);

            var taken = Math.Min(buffer.Length, part.Length - filled);
            buffer[..taken].CopyTo(part.AsMemory(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (upload is null)
        {
            await CallAsync(
                () => client.PutObjectAsync(new() { BucketName = options.Bucket, Key = key, InputStream = Filled(), UseChunkEncoding = false }, cancellationToken),
                cancellationToken);
            return;
        }

        await SendPartAsync(cancellationToken);
        await CallAsync(
            () => client.CompleteMultipartUploadAsync(new() { BucketName = options.Bucket, Key = key, UploadId = upload, PartETags = sent }, cancellationToken),
            cancellationToken);
    }

    /// <summary>Gives the parts up. A server that does not answer keeps them until the next write to this place, or its own rule, removes them.</summary>
    public async Task AbortAsync()
    {
        if (upload is null)
            return;

        using var limit = new CancellationTokenSource(AbortLimit);
        try
        {
            await client.AbortMultipartUploadAsync(options.Bucket, key, upload, limit.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What the write failed with matters more.
        }
    }

    private async Task SendPartAsync(CancellationToken cancellationToken)
    {
        upload ??= (await CallAsync(
            () => client.InitiateMultipartUploadAsync(new() { BucketName = options.Bucket, Key = key }, cancellationToken), cancellationToken)).UploadId;
        var number = sent.Count + 1;
        var answer = await CallAsync(
            () => client.UploadPartAsync(
                new()
                {
                    BucketName = options.Bucket,
                    Key = key,
                    UploadId = upload,
                    PartNumber = number,
                    PartSize = filled,
                    InputStream = Filled(),
                    UseChunkEncoding = false,
                },
                cancellationToken),
            cancellationToken);
        sent.Add(new(number, answer.ETag));
        filled = 0;
    }

    private MemoryStream Filled() => new(part, 0, filled, writable: false);

    private static Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) => S3Failures.TranslateAsync(call, cancellationToken);
}
