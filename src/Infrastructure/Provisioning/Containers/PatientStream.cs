using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>A body of the engine's that may take as long as it takes, as long as each read brings something in time.</summary>
internal sealed class PatientStream(Stream inner, TimeSpan limit) : ReadThroughStream(inner)
{
    /// <exception cref="DependencyUnavailableException">The engine fell silent, or went.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        return await EngineUnavailable.UnlessCutAsync(base.ReadAsync(buffer, limited.Token).AsTask(), cancellationToken);
    }

    protected override void OnRead(int bytes)
    {
        // It only waits.
    }
}
