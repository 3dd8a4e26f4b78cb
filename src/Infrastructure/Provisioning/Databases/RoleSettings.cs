using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// What sessions of an instance's roles begin with. Settings that only a superuser may change bind them; the others are what they get unless they ask
/// for something else.
/// </summary>
internal static class RoleSettings
{
    /// <returns>SQL.</returns>
    public static string For(string role, OdooOptions options) =>
        $"""
        ALTER ROLE {Sql.Identifier(role)} SET log_min_messages = 'fatal';
        ALTER ROLE {Sql.Identifier(role)} SET log_min_error_statement = 'panic';
        ALTER ROLE {Sql.Identifier(role)} SET temp_file_limit = {options.TempFileLimitKilobytes};
        ALTER ROLE {Sql.Identifier(role)} SET idle_in_transaction_session_timeout = '{options.IdleInTransaction.TotalSeconds:0}s'
        """;
}
