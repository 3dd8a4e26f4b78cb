using System.Security.Cryptography;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Odoo;

/// <summary>A login with the rights of another role, for one piece of work.</summary>
internal static class GuestRole
{
    private const string Infix = "_guest_";

    public static string NameFor(string owner) => $"{owner}{Infix}{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    public static Task<int> CreateAsync(
        NpgsqlConnection connection, string guest, string owner, string password, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            CREATE ROLE {Sql.Identifier(guest)} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 1
            IN ROLE {Sql.Identifier(owner)} PASSWORD {Sql.Literal(ScramVerifier.Of(password))}
            """,
            cancellationToken);

    public static Task<int> DropAsync(NpgsqlConnection connection, string guest) =>
        connection.ExecuteAsync($"DROP ROLE IF EXISTS {Sql.Identifier(guest)}", CancellationToken.None);

    /// <summary>Left behind by a process that died in between.</summary>
    public static Task<List<string>> LeftoversAsync(NpgsqlConnection connection, string owner, CancellationToken cancellationToken) =>
        connection.QueryAsync(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, $1)", r => r.GetString(0), cancellationToken, owner + Infix);
}
