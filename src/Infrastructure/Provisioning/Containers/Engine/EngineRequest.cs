using System.Text.Json;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>One call of the Engine API.</summary>
/// <param name="Route">Path with <c>{id}</c> for <paramref name="Id"/>: the template is what traces show.</param>
internal sealed record EngineRequest(HttpMethod Method, string Route, string? Id = null)
{
    private readonly List<string> query = [];

    public HttpContent? Body { get; init; }

    /// <summary>Time the call may take on top of the engine's usual limit (the grace of a stop).</summary>
    public TimeSpan Extra { get; init; }

    /// <summary>Ends when the caller cancels it, by its own limit or by the engine: a wait, a stream, an upload of any size.</summary>
    public bool Unlimited { get; init; }

    public EngineRequest Query(string name, string? value)
    {
        if (value is not null)
            query.Add($"{name}={Uri.EscapeDataString(value)}");
        return this;
    }

    public EngineRequest Query(string name, bool value) => Query(name, value ? "1" : "0");

    public EngineRequest Filters(EngineFilters? filters) =>
        filters is null ? this : Query("filters", JsonSerializer.Serialize(filters, EngineJson.Options));

    public EngineRequest Json(object body) =>
        this with { Body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, EngineJson.Options)) { Headers = { { "Content-Type", "application/json" } } } };

    // Names of images keep their slashes and colons; everything else in a name is escaped.
    public string Path() =>
        Route.Replace("{id}", string.Join('/', (Id ?? "").Split('/').Select(Uri.EscapeDataString)).Replace("%3A", ":", StringComparison.Ordinal), StringComparison.Ordinal)
        + (query.Count == 0 ? "" : "?" + string.Join('&', query));
}

/// <summary>Filters of a list or of events: any of the values of each name.</summary>
internal sealed class EngineFilters : Dictionary<string, List<string>>
{
    public EngineFilters With(string name, params string[] values)
    {
        this[name] = [.. values];
        return this;
    }
}
