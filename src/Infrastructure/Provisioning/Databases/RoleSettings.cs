using System.Globalization;
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
        string.Join("; ", Of(options).Select(s => $"ALTER ROLE {Sql.Identifier(role)} SET {s.Name} = {Sql.Literal(s.Value)}"));

    public static IReadOnlyList<(string Name, string Value)> Of(OdooOptions options) =>
    [
        ("idle_in_transaction_session_timeout", $"{options.IdleInTransaction.TotalSeconds:0}s"),
        ("log_min_error_statement", "panic"),
        ("log_min_messages", "fatal"),
        ("temp_file_limit", options.TempFileLimitKilobytes.ToString(CultureInfo.InvariantCulture)),
    ];
}
