using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// The login that loads one dump: a member of nothing, so that no statement in it reaches anything else of the instance's. Its name begins with
/// that of the instance's role, so that it is watched, and charged, as that one is.
/// </summary>
internal sealed record LoadRole(string Name, string Password)
{
    /// <summary>psql's, and one that it may be cut off from.</summary>
    private const int Connections = 2;

    public static LoadRole New(InstanceData target, IRandomSecrets random) => new(TemporaryRole.NameFor(target.Role, TemporaryRole.LoadInfix), random.Token());

    public Task<int> CreateAsync(NpgsqlConnection connection, OdooOptions options, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            CREATE ROLE {Sql.Identifier(Name)} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
            CONNECTION LIMIT {Connections} PASSWORD {Sql.Literal(ScramVerifier.Of(Password))};
            {RoleSettings.For(Name, options)}
            """,
            cancellationToken);
}
