using System.Text.Json.Serialization;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>Every answer that is not a success (RFC 9457).</summary>
public sealed class Problem
{
    /// <summary>Names the kind of problem; ends with the code.</summary>
    public required string Type { get; init; }

    /// <summary>The phrase of the status.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>One sentence that says what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Instance { get; init; }

    /// <summary>Stable; switch on this.</summary>
    public required string Code { get; init; }

    /// <summary>Equals the header X-Request-Id and what the logs say; quote it when you ask for help.</summary>
    public required string TraceId { get; init; }

    /// <summary>Messages for each invalid field of the request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Facts of this problem, shown as members of their own.</summary>
    [JsonExtensionData]
    public Dictionary<string, object>? Details { get; init; }
}
