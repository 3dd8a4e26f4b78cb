using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

internal sealed class SystemOperations(EngineTransport transport)
{
    public Task PingAsync(CancellationToken cancellationToken) =>
        transport.SendAsync(new(HttpMethod.Get, "/_ping"), cancellationToken);

    /// <summary>Events from a moment on: those the engine remembers (its last 256) first, then as they happen, until cancelled.</summary>
    public async IAsyncEnumerable<EngineEvent> EventsAsync(
        DateTimeOffset since, EngineFilters filters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ticks = since.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        var request = new EngineRequest(HttpMethod.Get, "/events")
            .Query("since", string.Create(CultureInfo.InvariantCulture, $"{seconds}.{rest * TimeSpan.NanosecondsPerTick:D9}"))
            .Filters(filters);
        await using var stream = await transport.OpenAsync(request, cancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (JsonSerializer.Deserialize<EngineEvent>(line, EngineJson.Options) is { } happened)
                yield return happened;
        }
    }
}
