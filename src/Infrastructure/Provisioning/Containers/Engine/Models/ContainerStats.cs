using System.Text.Json.Serialization;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

/// <summary>One reading of a container's use.</summary>
internal sealed record ContainerStats(
    [property: JsonPropertyName("memory_stats")] MemoryStats Memory,
    [property: JsonPropertyName("pids_stats")] PidsStats Pids);

/// <param name="Usage">Bytes, file cache included.</param>
/// <param name="Limit">Bytes.</param>
internal sealed record MemoryStats(long Usage, long Limit);

internal sealed record PidsStats(long Current, long Limit);
