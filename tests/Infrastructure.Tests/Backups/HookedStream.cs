using SaaSOdoo.Infrastructure.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>Does something once, with the first bytes that are written through it.</summary>
internal sealed class HookedStream(Stream target, Func<Task>? hook) : WriteOnlyStream
{
    private Func<Task>? left = hook;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref left, null) is { } first)
            await first();
        await target.WriteAsync(buffer, cancellationToken);
    }
}
