namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>
/// A zip whose end is in memory. .NET reads the directory without waiting, which a store far away does not allow; entries it reads as they come.
/// </summary>
/// <param name="zip">Left open.</param>
/// <param name="end">Its last bytes, from the directory on.</param>
internal sealed class ZipWithDirectory(Stream zip, byte[] end) : ReadOnlySeekableStream
{
    private readonly long begin = zip.Length - end.Length;

    public override long Length { get; } = zip.Length;

    /// <exception cref="NotSupportedException">Before the directory.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc cref="Read(byte[], int, int)"/>
    public override int Read(Span<byte> buffer)
    {
        if (Position < begin)
            throw new NotSupportedException("Only the directory is read without waiting.");

        var left = end.AsSpan((int)Math.Min(Position - begin, end.Length));
        var read = Math.Min(left.Length, buffer.Length);
        left[..read].CopyTo(buffer);
        Position += read;
        return read;
    }

    protected override async ValueTask<int> ReadAtAsync(long place, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        zip.Position = place;
        return await zip.ReadAsync(buffer, cancellationToken);
    }
}
