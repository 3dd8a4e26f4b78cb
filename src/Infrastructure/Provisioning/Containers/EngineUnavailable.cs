using System.Net.Sockets;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Tells "the engine does not answer" from the caller's own cancellation.</summary>
internal static class EngineUnavailable
{
    public static bool Caused(Exception exception, CancellationToken caller) =>
        exception is HttpRequestException or IOException or SocketException
        || (exception is OperationCanceledException && !caller.IsCancellationRequested);

    public static DependencyUnavailableException Because(Exception? exception) => new("the container engine", exception);

    /// <summary>One step of reading a stream that is open: it may wait for as long as nothing happens.</summary>
    public static async Task<T> UnlessCutAsync<T>(Task<T> reading, CancellationToken caller)
    {
        try
        {
            return await reading;
        }
        catch (Exception e) when (Caused(e, caller))
        {
            throw Because(e);
        }
    }
}
