using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

public static class DatabaseServerErrors
{
    public static Error NotFound => Error.NotFound("database_server.not_found", "There is no such database server.");

    public static Error NameTaken =>
        Error.Conflict("database_server.name_taken", "There is a database server of this name; choose another.");

    public static Error AddressTaken => Error.Conflict(
        "database_server.address_taken", "There is a database server at this host and port already; one server has one entry.");

    /// <summary>It was asked, and cannot be used.</summary>
    /// <param name="field">Of the entry that is at fault.</param>
    /// <param name="code">Stable: <c>unreachable</c>, <c>login_refused</c>, <c>not_superuser</c> …</param>
    public static Error Unfit(string field, string code, string detail) => Error.Invalid(field, "database_server.unfit", detail) with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["reason"] = code },
    };

    public static Error TenantMissing => Error.Invalid(
        "tenant_id", "database_server.tenant_required", "A dedicated server belongs to a tenant: give its tenant_id.");

    public static Error TenantSurplus => Error.Invalid(
        "tenant_id", "database_server.tenant_surplus", "A shared server belongs to nobody: leave tenant_id out, or make the kind dedicated.");

    public static Error TenantUnknown => Error.Invalid(
        "tenant_id", "database_server.tenant_unknown", "There is no such tenant, or it is terminated.");

    /// <param name="instances">Of other tenants, which are on the server.</param>
    public static Error HoldsOthers(int instances) => InUse(
        "The server holds instances of other tenants. Dedicate an empty one, or wait until they are gone.", instances);

    /// <param name="instances">Of tenants whose plans promise a server of their own.</param>
    public static Error HoldsDedicated(int instances) => InUse(
        "The server holds instances whose tenant's plan promises a server of its own, so it cannot be shared. Wait until they are gone.", instances);

    /// <summary>Whose a server is: a dedicated one has a tenant, and a shared one has none.</summary>
    public static Result CheckOwner(DatabaseServerKind kind, TenantId? tenant) => (kind, tenant) switch
    {
        (DatabaseServerKind.Dedicated, null) => TenantMissing,
        (DatabaseServerKind.Shared, not null) => TenantSurplus,
        _ => Result.Success,
    };

    public static Result CheckCapacity(int capacity) => capacity is >= 0 and <= DatabaseServer.MaxCapacity
        ? Result.Success
        : Error.Invalid("capacity", "number.out_of_range", $"Give a whole number from 0 to {DatabaseServer.MaxCapacity}.");

    private static Error InUse(string message, int instances) => Error.Conflict("database_server.in_use", message) with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["instances"] = instances },
    };
}
