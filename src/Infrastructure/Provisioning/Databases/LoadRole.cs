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

    /// <summary>Settings that only a superuser may change bind it; the dump may change the others, which are for those that do not.</summary>
    public Task<int> CreateAsync(NpgsqlConnection connection, OdooOptions options, CancellationToken cancellationToken)
    {
        var name = Sql.Identifier(Name);
        return connection.ExecuteAsync(
            $"""
            CREATE ROLE {name} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
            CONNECTION LIMIT {Connections} PASSWORD {Sql.Literal(ScramVerifier.Of(Password))};
            ALTER ROLE {name} SET log_min_messages = 'fatal';
            ALTER ROLE {name} SET log_min_error_statement = 'panic';
            ALTER ROLE {name} SET temp_file_limit = {options.TempFileLimitKilobytes};
            ALTER ROLE {name} SET idle_in_transaction_session_timeout = '{options.IdleInTransaction.TotalSeconds:0}s'
            """,
            cancellationToken);
    }
}
