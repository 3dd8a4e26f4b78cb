using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Tenants;

public static class TenantErrors
{
    public static readonly Error Terminated = Error.Conflict("tenant.terminated", "The tenant is terminated and cannot be changed any more.");

    public static Error NotFound() => Error.NotFound("tenant.not_found", "There is no such tenant.");

    /// <summary>Shows the status and what it allows, so that the caller need not guess.</summary>
    public static Error ActionNotAllowed(TenantStatus status, TenantAction action) =>
        Error.Conflict("tenant.action_not_allowed", $"A tenant that is {Wire(status)} cannot do: {Wire(action)}.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["tenant_status"] = Wire(status),
                ["allowed_actions"] = TenantTransitions.Allowed(status).Select(a => Wire(a)).ToArray(),
            },
        };

    public static Error HasLiveInstances(int count) =>
        Error.Conflict("tenant.has_live_instances", "Terminate the tenant's instances first.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["live_instances"] = count },
        };

    private static string Wire<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
