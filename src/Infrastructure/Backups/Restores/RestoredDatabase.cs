using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>A database whose content may all be a stranger's: worked on with its owner's rights, and not for ever.</summary>
internal sealed class RestoredDatabase(ServerConnections connections)
{
    // Milliseconds, for each statement: the server ends it before the connection gives up, which would look like a server that is away.
    private const int Patience = 240_000;

    /// <param name="refused">Ends the words of a refusal: what the database does not let be done.</param>
    /// <exception cref="RefusedException">Code <c>restore_failed</c>: PostgreSQL, or code in the database, says no.</exception>
    public async Task<T> UseAsync<T>(
        InstanceData target, string refused, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await connections.AsOwnerAsync(target.Server, target.Database, target.Role, PatientlyAsync, cancellationToken);
        }
        catch (Exception e) when ((e as PostgresException ?? e.InnerException as PostgresException) is { } refusal && !ServerFailures.IsAway(refusal))
        {
            throw new RefusedException(RestoreFailures.Failed, $"The restored database does not let {refused} ({refusal.SqlState}).", e);
        }

        async Task<T> PatientlyAsync(NpgsqlConnection connection)
        {
            await connection.ExecuteAsync($"SET statement_timeout = {Patience}", cancellationToken);
            return await work(connection);
        }
    }
}
