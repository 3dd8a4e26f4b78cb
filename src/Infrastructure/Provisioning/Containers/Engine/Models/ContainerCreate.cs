namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

/// <summary>Body of <c>POST /containers/create</c>.</summary>
internal sealed record ContainerCreate
{
    public required string Image { get; init; }

    /// <summary>Null: the image's own.</summary>
    public IReadOnlyList<string>? Cmd { get; init; }

    public IReadOnlyList<string> Env { get; init; } = [];
    public required IReadOnlyDictionary<string, string> Labels { get; init; }
    public IReadOnlyDictionary<string, Empty> ExposedPorts { get; init; } = new Dictionary<string, Empty>(StringComparer.Ordinal);
    public required HostConfig HostConfig { get; init; }
}

/// <summary>The engine's way to write a set: the values of a map are empty objects.</summary>
internal sealed record Empty;
