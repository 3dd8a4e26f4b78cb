using System.Net.Sockets;
using Npgsql;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Which failures mean that the server is away, so that trying again later makes sense.</summary>
internal static class ServerFailures
{
    private static readonly string[] AwayStates =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.TooManyConnections,

        // What one of its users has taken for a moment: memory, locks, disk.
        PostgresErrorCodes.OutOfMemory,
        PostgresErrorCodes.DiskFull,
    ];

    // Looked at before, and gone, made or in use by now.
    private static readonly string[] ChangedStates =
    [
        PostgresErrorCodes.InvalidCatalogName,
        PostgresErrorCodes.UndefinedObject,
        PostgresErrorCodes.DuplicateDatabase,
        PostgresErrorCodes.DuplicateObject,
        PostgresErrorCodes.ObjectInUse,
    ];

    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException e => AwayStates.Contains(e.SqlState) || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException or SocketException or TimeoutException => true,
        _ => false,
    };

    public static bool IsChanged(Exception exception) => exception is PostgresException e && ChangedStates.Contains(e.SqlState);

    public static WorldChangedException Changed(Exception inner) =>
        new("database_changed", "What is on the database server has changed meanwhile.", inner);

    public static DependencyUnavailableException Unavailable(Exception? inner = null) => new("the database server", inner);
}
