using System.Security.Cryptography;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>A login with the rights of another role, for one piece of work.</summary>
internal static class TemporaryRole
{
    private const string Infix = "_guest_";

    public static string NameFor(string owner) => $"{owner}{Infix}{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    public static Task<int> CreateAsync(
        NpgsqlConnection connection, string temporary, string owner, string password, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            CREATE ROLE {Sql.Identifier(temporary)} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 1
            IN ROLE {Sql.Identifier(owner)} PASSWORD {Sql.Literal(ScramVerifier.Of(password))}
            """,
            cancellationToken);

    public static Task<int> DropAsync(NpgsqlConnection connection, string temporary) =>
        connection.ExecuteAsync($"DROP ROLE IF EXISTS {Sql.Identifier(temporary)}", CancellationToken.None);

    /// <summary>Those that a process which died, or lost the server, could not drop.</summary>
    /// <param name="connectedToo">Also those that seem to be at work: the owner goes as well.</param>
    public static async Task DropLeftoversAsync(
        NpgsqlConnection connection, string owner, bool connectedToo, CancellationToken cancellationToken)
    {
        var leftovers = await connection.QueryAsync(
            """
            SELECT rolname FROM pg_roles
            WHERE starts_with(rolname, $1) AND ($2 OR NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE usename = rolname))
            """,
            r => r.GetString(0),
            cancellationToken,
            owner + Infix,
            connectedToo);
        foreach (var temporary in leftovers)
            await DropAsync(connection, temporary);
    }
}
