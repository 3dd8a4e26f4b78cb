using System.Diagnostics;

namespace SaaSOdoo.Application.Common;

/// <summary>The platform's own source of spans; operations carry the trace id of the request that asked for them.</summary>
public static class Telemetry
{
    public const string SourceName = "SaaSOdoo";

    public static ActivitySource Source { get; } = new(SourceName);
}
