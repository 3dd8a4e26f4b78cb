using System.Security.Cryptography;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>A login with the rights of another role, for one piece of work.</summary>
internal static class TemporaryRole
{
    /// <summary>Stands in the names of those that only read a whole database; see <see cref="ServerSessions"/>.</summary>
    public const string DumpInfix = "_dump_";

    public const string GuestInfix = "_guest_";

    /// <summary>Stands in the names of those that own a database while a dump is loaded into it. They are a member of nothing.</summary>
    public const string LoadInfix = "_load_";

    public static string NameFor(string owner, string infix = GuestInfix) => $"{owner}{infix}{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <exception cref="RefusedException">
    /// The owner is a superuser: a database that was given to one would be worked on with such rights, by whatever code is in it.
    /// </exception>
    public static async Task<int> CreateAsync(
        NpgsqlConnection connection, string temporary, string password, string owner, int connections, CancellationToken cancellationToken)
    {
        var isSuperuser = (await connection.QueryAsync(
            "SELECT rolsuper FROM pg_roles WHERE rolname = $1", r => r.GetBoolean(0), cancellationToken, owner)).Contains(true);
        if (isSuperuser)
            throw new RefusedException("database_owner", $"The database's owner is {owner}, a superuser.");

        return await connection.ExecuteAsync(
            $"""
            CREATE ROLE {Sql.Identifier(temporary)} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT {connections}
            IN ROLE {Sql.Identifier(owner)} PASSWORD {Sql.Literal(ScramVerifier.Of(password))}
            """,
            cancellationToken);
    }

    /// <summary>
    /// Those that a process which died, or lost the server, could not drop. One operation at a time is at an instance, so whoever still works
    /// with one belongs to an attempt that is over: its session is ended, and it writes nothing any more.
    /// </summary>
    public static Task DropLeftoversAsync(
        ServerConnections connections, DatabaseServer server, string owner, CancellationToken cancellationToken) =>
        DropLeftoversAsync(connections, server, [owner + GuestInfix, owner + DumpInfix], cancellationToken);

    /// <summary>And those of loads, when nothing shall ever be loaded again.</summary>
    public static Task DropAllAsync(ServerConnections connections, DatabaseServer server, string owner, CancellationToken cancellationToken) =>
        DropLeftoversAsync(connections, server, [owner + GuestInfix, owner + DumpInfix, owner + LoadInfix], cancellationToken);

    /// <param name="prefixes">Names of owners with an infix of those above.</param>
    public static Task<List<string>> FindAsync(
        ServerConnections connections, DatabaseServer server, string[] prefixes, CancellationToken cancellationToken) => connections.OnServerAsync(
        server,
        c => c.QueryAsync(
            "SELECT rolname FROM pg_roles, unnest($1) AS prefix WHERE starts_with(rolname, prefix)",
            r => r.GetString(0),
            cancellationToken,
            (object)prefixes),
        cancellationToken);

    private static async Task DropLeftoversAsync(
        ServerConnections connections, DatabaseServer server, string[] prefixes, CancellationToken cancellationToken)
    {
        foreach (var temporary in await FindAsync(connections, server, prefixes, cancellationToken))
        {
            await connections.OnServerAsync(server, c => RoleRemoval.EndSessionsAsync(c, temporary, cancellationToken), cancellationToken);
            await connections.RemoveRoleAsync(server, temporary, cancellationToken);
        }
    }
}
