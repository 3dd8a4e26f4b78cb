namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>A file's failures as the store's, at the place where they happen: around it other things are read and fail in other ways.</summary>
internal sealed class LocalWrites(Stream file) : WriteOnlyStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await LocalFailures.TranslateAsync(async () => await file.WriteAsync(buffer, cancellationToken));

    public override Task FlushAsync(CancellationToken cancellationToken) => LocalFailures.TranslateAsync(() => file.FlushAsync(cancellationToken));
}
