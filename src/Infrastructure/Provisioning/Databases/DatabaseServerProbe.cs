using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <inheritdoc/>
/// <remarks>On a connection of its own that no breaker keeps away: it is the look that tells whether a server is back.</remarks>
internal sealed class DatabaseServerProbe(ServerConnections connections, NpgsqlDataSource platform) : IDatabaseServerProbe
{
    /// <summary>For connecting and logging in, and for being asked.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The oldest that Odoo's newest version runs on.</summary>
    public const int OldestVersion = 13;

    private const string Cluster = "SELECT system_identifier FROM pg_control_system()";
    private const string Question = """
        SELECT rolsuper, pg_is_in_recovery(), current_setting('server_version_num')::int / 10000
        FROM pg_roles WHERE rolname = current_user
        """;

    public async Task<DatabaseServerFault?> FindFaultAsync(DatabaseServer server, bool isNew, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.OpenAsync(server, cancellationToken, Limit);
            return FaultOf(await AskAsync(connection, cancellationToken)) ?? (isNew ? await IsPlatformAsync(connection, cancellationToken) : null);
        }
        catch (DependencyUnavailableException)
        {
            return new("unreachable", "host", $"The server did not answer within {Limit.TotalSeconds:0} seconds, or takes no connections.");
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("28", StringComparison.Ordinal))
        {
            return new("login_refused", "admin_password", "The server does not let the platform in: user, password, or pg_hba.conf.");
        }
        catch (PostgresException e)
        {
            return new("refused", "host", $"The server refuses to be asked ({e.SqlState}).");
        }
        catch (Exception e) when (ServerFailures.IsAway(e))
        {
            return new("unreachable", "host", "The connection to the server broke.");
        }
    }

    private static async Task<Seen> AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => (await connection.QueryAsync(
        Question, r => new Seen(r.GetBoolean(0), r.GetBoolean(1), r.GetInt32(2)), cancellationToken)).Single();

    private static DatabaseServerFault? FaultOf(Seen seen) => seen switch
    {
        { Version: < OldestVersion } => new("version_too_old", "host", $"The server is PostgreSQL {seen.Version}; it has to be {OldestVersion} or newer."),
        { IsSuperuser: false } => new("not_superuser", "admin_username", "The user is no superuser, and cannot make roles and databases for instances."),
        { IsStandby: true } => new("standby", "host", "The server is a standby and takes no writes."),
        _ => null,
    };

    // Instances may run any SQL on their cluster, so the platform's own must be another (ADR 29).
    private async Task<DatabaseServerFault?> IsPlatformAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var own = platform.CreateCommand(Cluster);
        await using var other = new NpgsqlCommand(Cluster, connection);
        return Equals(await own.ExecuteScalarAsync(cancellationToken), await other.ExecuteScalarAsync(cancellationToken))
            ? new("platform_cluster", "host", "This is the cluster of the platform's own database; instances need another.")
            : null;
    }

    private sealed record Seen(bool IsSuperuser, bool IsStandby, int Version);
}
