using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

public static class InstanceErrors
{
    public static Error NotFound => Error.NotFound("instance.not_found", "There is no such instance.");

    public static Error NameTaken => Error.Conflict("instance.name_taken", "The tenant has an instance of this name; choose another.");

    public static Error SubdomainTaken =>
        Error.Conflict("instance.subdomain_taken", "The subdomain is in use; choose another (GET /instances/check-subdomain/{subdomain}).");

    public static Error DatabaseNameTaken =>
        Error.Conflict("instance.database_name_taken", "The tenant has an instance with this database_name; choose another.");

    public static Error TenantNotActive =>
        Error.Conflict("instance.tenant_not_active", "The tenant is not active; activate it first.");

    public static Error PaymentRequired =>
        new(ErrorKind.PaymentRequired, "instance.payment_required", "The subscription is unpaid; pay the open invoice first.");

    public static Error NoSubscription =>
        new(ErrorKind.PaymentRequired, "instance.no_subscription", "The tenant has no live subscription; start one with POST /subscriptions.");

    public static Error CredentialsNotReady =>
        Error.Conflict("instance.credentials_not_ready", "The instance is not provisioned yet; wait until its operation has succeeded.");

    public static Error CredentialsRevealed =>
        Error.Conflict("instance.credentials_revealed", "The credentials were shown once and are no longer stored; reset the password in Odoo.");

    public static Error CredentialsOfBackup =>
        Error.Conflict("instance.credentials_of_backup", "The instance's data come from a backup, and its users and passwords with them.");

    public static Error NoContainer =>
        Error.Conflict("instance.no_container", "The instance has no container now, so there is no log; see its status and operations.");

    public static Error ModulesFixed => Error.Conflict("instance.modules_fixed",
        "custom_addons and disabled_modules are settled when the instance is provisioned; install or remove modules in Odoo itself.");

    public static Error LimitReached(int limit) =>
        Error.Conflict("instance.limit_reached", $"The plan allows {limit} instances; terminate one or change the plan.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["limit"] = limit },
        };

    public static Error UnknownModules(string odooVersion, IReadOnlyList<string> modules) => Error.Invalid(
        "custom_addons", "instance.unknown_modules", $"Odoo {odooVersion} has no module {string.Join(", ", modules)} that can be installed.");

    public static Error NotAllowed(InstanceAction action, InstanceStatus status)
    {
        var allowed = InstanceActions.AllowedIn(status).Intersect(InstanceActions.Offered).Select(Wire).ToArray();
        return Error.Conflict("instance.action_not_allowed",
            $"{Wire(action)} is not possible while the instance is {Wire(status)}; possible now: {(allowed.Length == 0 ? "nothing" : string.Join(", ", allowed))}.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["current_status"] = Wire(status), ["allowed_actions"] = allowed },
        };
    }

    public static Error Busy(OperationId running) =>
        Error.Conflict("instance.busy", "Another operation of this instance is under way; wait for it or terminate the instance.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["operation_id"] = running.Value },
        };

    public static Error SuspendedOtherwise(SuspensionCause cause) =>
        Error.Conflict("instance.suspended_otherwise", $"The instance was suspended by {Wire(cause)}; only that lifts it.");

    private static string Wire<T>(T value) where T : struct, Enum => EnumText<T>.Of(value);
}
