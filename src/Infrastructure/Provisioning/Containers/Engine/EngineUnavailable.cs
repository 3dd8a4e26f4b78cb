using System.Net.Sockets;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>Tells "the engine does not answer" from the caller's own cancellation.</summary>
internal static class EngineUnavailable
{
    public static bool Caused(Exception exception, CancellationToken caller) =>
        exception is HttpRequestException or IOException or SocketException or OperationCanceledException && !caller.IsCancellationRequested;

    public static DependencyUnavailableException Because(Exception? exception) => new("the container engine", exception);
}
