using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>What may be done to a database that bears an instance's name.</summary>
internal static class DatabaseOwnership
{
    /// <summary>Whether the platform made it: its role owns it, its mark says so, or it is a copy or a load left half way.</summary>
    public static bool IsOurs(DatabaseEntry database, string name, string role) =>
        database.Owner == role || InitializedMark.IsOn(database, name) || CloneMark.IsOn(database) || IsBeingLoaded(database, role);

    /// <summary>Whether a dump is loaded into it, or was when that broke off.</summary>
    public static bool IsBeingLoaded(DatabaseEntry database, string role) => database.Owner.StartsWith(role + TemporaryRole.LoadInfix, StringComparison.Ordinal);

    /// <exception cref="RefusedException">Somebody else made it, or gave it away.</exception>
    public static void RefuseUnlessOurs(DatabaseServer server, DatabaseEntry database, string name, string role)
    {
        if (!IsOurs(database, name, role))
            throw new RefusedException(
                "database_owner",
                $"The owner of the database {name} on {server.Name} is {database.Owner}, expected {role}. "
                + $"Nothing was changed: give it to {role}, or rename it.");
    }
}
