using Amazon.S3;
using Amazon.S3.Model;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>An object of the bucket, fetched in pieces from wherever it is read; all are of the one that was there at first.</summary>
internal sealed class S3Object(IAmazonS3 client, string bucket, string key, long length, string etag) : ReadOnlySeekableStream
{
    private const int PieceBytes = 4 << 20;
    private const int Attempts = 3;

    private readonly byte[] piece = new byte[Math.Min(length, PieceBytes)];
    private long start;
    private int held;

    public override long Length => length;

    protected override async ValueTask<int> ReadAtAsync(long place, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (place < start || place >= start + held)
            await FetchAsync(place, cancellationToken);

        var offset = (int)(place - start);
        var read = Math.Min(buffer.Length, held - offset);
        piece.AsMemory(offset, read).CopyTo(buffer);
        return read;
    }

    // The library tries a call again, but not the reading of its body.
    private async Task FetchAsync(long place, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                held = 0;
                var wanted = piece.AsMemory(0, (int)Math.Min(piece.Length, length - place));
                await S3Failures.TranslateAsync(() => FillAsync(place, wanted, cancellationToken), cancellationToken);
                (start, held) = (place, wanted.Length);
                return;
            }
            catch (Application.Common.DependencyUnavailableException e) when (attempt < Attempts && e.InnerException is IOException)
            {
                // Once more.
            }
        }
    }

    private async Task<bool> FillAsync(long place, Memory<byte> wanted, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new(place, place + wanted.Length - 1), EtagToMatch = etag };
        using var answer = await client.GetObjectAsync(request, cancellationToken);
        await answer.ResponseStream.ReadExactlyAsync(wanted, cancellationToken);
        return true;
    }
}
