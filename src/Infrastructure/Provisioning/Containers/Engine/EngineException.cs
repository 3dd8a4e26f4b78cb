using System.Net;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>The engine answered with an error. Its message may name internals (paths, addresses): for logs, not for customers.</summary>
internal class EngineException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    public static EngineException Of(HttpStatusCode status, string message) => status switch
    {
        HttpStatusCode.NotFound => new EngineNotFoundException(message),
        HttpStatusCode.Conflict => new EngineConflictException(message),
        _ => new EngineException(status, message),
    };
}

/// <summary>No such container, image, network or volume.</summary>
internal sealed class EngineNotFoundException(string message) : EngineException(HttpStatusCode.NotFound, message);

/// <summary>The name is taken, or the thing is in use or in the wrong state.</summary>
internal sealed class EngineConflictException(string message) : EngineException(HttpStatusCode.Conflict, message);
