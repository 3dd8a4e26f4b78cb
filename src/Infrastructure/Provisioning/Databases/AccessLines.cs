using System.Globalization;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using static SaaSOdoo.Domain.Provisioning.DriftAspect;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>An instance's role and database as the step that makes the role leaves them, beside what the catalogue says.</summary>
internal static class AccessLines
{
    private const string Yes = "yes";
    private const string No = "no";

    // What the owner may set himself, and what keeps nobody out: no reason for the monitor to come at once.
    private static readonly DriftAspect[] Patient = [DriftAspect.RoleSettings, DatabaseSettings, DriftAspect.DatabaseGrants];

    public static IReadOnlyList<DriftLine> Of(AccessRow row, OdooOptions options, string? password)
    {
        var role = row.Login.Role;
        var lines = new List<DriftLine> { new(Role, role, row.Role is null ? null : role) };
        if (row.Role is { } seen)
            lines.AddRange(Of(seen, options, password));
        if (row.Database is { } database)
            lines.AddRange(Of(database, role));
        return lines;
    }

    /// <summary>All is as the step leaves it.</summary>
    public static bool AreIntact(IReadOnlyList<DriftLine> lines) => !lines.Any(l => l.IsDrifted);

    /// <summary>The role can log in to its database and is no more than it should be.</summary>
    public static bool LetIn(IReadOnlyList<DriftLine> lines) => !lines.Any(l => l.IsDrifted && !Patient.Contains(l.Aspect));

    private static IEnumerable<DriftLine> Of(RoleRow role, OdooOptions options, string? password)
    {
        yield return Is(RoleLogin, Yes, role.CanLogIn);
        yield return Is(RoleSuperuser, No, role.IsSuperuser);
        yield return Is(RoleCreatedb, No, role.CreatesDatabases);
        yield return Is(RoleCreaterole, No, role.CreatesRoles);
        yield return Is(RoleReplication, No, role.Replicates);
        yield return Is(RoleBypassrls, No, role.BypassesRowSecurity);
        yield return Is(RoleInherit, Yes, role.Inherits);
        yield return new(RoleValidUntil, "infinity", role.ValidUntil);
        yield return new(RoleConnectionLimit, Text(options.ConnectionLimit), Text(role.ConnectionLimit));
        string[] wanted = [.. RoleSettings.Of(options).Select(s => $"{s.Name}={s.Value}")];
        yield return new(DriftAspect.RoleSettings, string.Join(", ", wanted), string.Join(", ", role.Settings.Select(s => wanted.Contains(s) ? s : Name(s))));
        if (password is not null)
            yield return Is(RolePassword, Yes, role.Verifier is { } verifier && ScramVerifier.Matches(verifier, password));
    }

    private static IEnumerable<DriftLine> Of(DatabaseRow database, string role)
    {
        yield return new(DatabaseOwner, role, database.Owner);
        yield return Is(DatabaseAllowConnections, Yes, database.AllowsConnections);
        yield return Is(DatabaseIsTemplate, No, database.IsTemplate);
        yield return new(DatabaseConnectionLimit, Text(-1), Text(database.ConnectionLimit));
        yield return Is(DatabaseConnect, Yes, database.LetsRoleIn);
        yield return new(DatabaseSettings, "", string.Join(", ", database.Settings.Select(Name)));
        yield return new(DriftAspect.DatabaseGrants, $"{role}: connect create temporary", string.Join(", ", database.Grants));
    }

    private static DriftLine Is(DriftAspect aspect, string wanted, bool seen) => new(aspect, wanted, seen ? Yes : No);

    // A customer may have written a secret into a setting of his own.
    private static string Name(string setting) => $"{setting.Split('=')[0]}=…";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
