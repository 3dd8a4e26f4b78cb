namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// Gathers small writes, and makes all of them asynchronous: the zip writer ends its entries with a few bytes that it writes synchronously,
/// and behind it may be a network.
/// </summary>
internal sealed class SettledWrites(Stream target) : WriteOnlyStream
{
    private const int Enough = 64 << 10;
    private readonly MemoryStream gathered = new(2 * Enough);

    public override void Write(ReadOnlySpan<byte> buffer) => gathered.Write(buffer);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        gathered.Write(buffer.Span);
        if (gathered.Length >= Enough)
            await SettleAsync(cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await target.WriteAsync(gathered.GetBuffer().AsMemory(0, (int)gathered.Length), cancellationToken);
        gathered.SetLength(0);
    }
}
