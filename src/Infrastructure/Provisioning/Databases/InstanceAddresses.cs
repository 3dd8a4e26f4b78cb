using Microsoft.Extensions.Logging;
using Npgsql;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Tells a database of a customer's its address, with the owner's rights: by now everything in it may be changed.</summary>
internal sealed partial class InstanceAddresses(ServerConnections connections, ILogger<InstanceAddresses> logger)
{
    // Milliseconds; what the customer has put into the table may take for ever.
    private const int Patience = 10_000;

    public async Task<bool> ChangeAsync(DatabaseServer server, string database, Uri baseUrl, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(server, c => c.FindDatabaseAsync(database, cancellationToken), cancellationToken)
            ?? throw new InvalidOperationException($"There is no database {database} to tell its address.");
        try
        {
            await connections.AsOwnerAsync(server, database, found.Owner, WriteAsync, cancellationToken);
            return true;
        }
        catch (Exception e) when ((e as PostgresException ?? e.InnerException as PostgresException) is { } refusal)
        {
            // Its words are the customer's, and so may be a code that says that the server is away.
            NotTold(database, refusal.SqlState);
            return false;
        }

        async Task<int> WriteAsync(NpgsqlConnection connection)
        {
            await connection.ExecuteAsync($"SET statement_timeout = {Patience}", cancellationToken);
            return await OdooParameters.WriteAsync(connection, OdooParameters.Address(baseUrl), cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The address of {Database} could not be written into it: {SqlState}")]
    private partial void NotTold(string database, string sqlState);
}
