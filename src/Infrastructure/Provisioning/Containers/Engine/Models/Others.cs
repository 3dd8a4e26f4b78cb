using System.Text.Json.Serialization;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

/// <param name="Id">Content id, <c>sha256:…</c>.</param>
internal sealed record ImageInspection(string Id, ImageConfig? Config);

internal sealed record ImageConfig(IReadOnlyDictionary<string, string>? Labels);

/// <param name="Id">Layer, or null when the line is about the image.</param>
/// <param name="Error">The pull failed; nothing follows.</param>
internal sealed record PullProgress(string? Status, string? Id, PullDetail? ProgressDetail, string? Error);

internal sealed record PullDetail(long Current, long Total);

internal sealed record NetworkCreate
{
    public required string Name { get; init; }

    /// <summary>Networks are found by id; without this two of one name may exist.</summary>
    public bool CheckDuplicate { get; init; } = true;

    public string Driver { get; init; } = "bridge";
    public required Ipam IPAM { get; init; }
    public required IReadOnlyDictionary<string, string> Options { get; init; }
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}

internal sealed record Ipam(IReadOnlyList<IpamPool> Config);

internal sealed record IpamPool(string Subnet, string? Gateway);

internal sealed record NetworkInspection(
    string Id, string Name, Ipam IPAM, IReadOnlyDictionary<string, string> Options, IReadOnlyDictionary<string, string> Labels);

internal sealed record VolumeCreate(string Name, IReadOnlyDictionary<string, string> Labels);

internal sealed record VolumeInspection(string Name, IReadOnlyDictionary<string, string>? Labels, DateTimeOffset CreatedAt);

/// <param name="Type"><c>container</c> or <c>network</c>.</param>
internal sealed record EngineEvent(string Type, string Action, EngineActor Actor, [property: JsonPropertyName("timeNano")] long TimeNano)
{
    public DateTimeOffset At => DateTimeOffset.UnixEpoch.AddTicks(TimeNano / TimeSpan.NanosecondsPerTick);
}

/// <param name="Attributes">Labels of a container, and its <c>name</c>; of a network event the <c>container</c>.</param>
internal sealed record EngineActor(string ID, IReadOnlyDictionary<string, string> Attributes);
