namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

internal sealed record ContainerInspection
{
    public required string Id { get; init; }

    /// <summary>With a leading slash.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Id of the image it was made of.</summary>
    public required string Image { get; init; }

    public required ContainerState State { get; init; }
    public int RestartCount { get; init; }
    public required ContainerConfig Config { get; init; }
    public required HostConfig HostConfig { get; init; }
    public required NetworkSettings NetworkSettings { get; init; }
}

/// <param name="StartedAt">Year 1 when it never started.</param>
internal sealed record ContainerState(string Status, bool Running, int ExitCode, DateTimeOffset StartedAt);

internal sealed record ContainerConfig
{
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyList<string>? Env { get; init; }
    public IReadOnlyList<string>? Cmd { get; init; }
}

internal sealed record NetworkSettings
{
    public IReadOnlyDictionary<string, Endpoint> Networks { get; init; } = new Dictionary<string, Endpoint>(StringComparer.Ordinal);
}

internal sealed record Endpoint(string IPAddress, string Gateway);

/// <summary>A row of <c>GET /containers/json</c>.</summary>
internal sealed record ContainerSummary
{
    public required string Id { get; init; }
    public required IReadOnlyList<string> Names { get; init; }
    public required string State { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public NetworkSettings? NetworkSettings { get; init; }
}
