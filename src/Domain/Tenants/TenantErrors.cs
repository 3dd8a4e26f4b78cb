using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Domain.Tenants;

public static class TenantErrors
{
    public static readonly Error Terminated = Error.Conflict("tenant.terminated", "The tenant is terminated and cannot be changed any more.");

    public static readonly Error LastOwner = Error.Conflict(
        "tenant.last_owner", "A tenant needs an owner. Make another member owner first, or terminate the tenant.");

    public static readonly Error AlreadyMember = Error.Conflict(
        "member.exists", "Somebody with this e-mail address is in the team already. Change their role instead.");

    public static readonly Error TooManyInvitations = Error.Conflict(
        "invitation.too_many", $"At most {Tenant.MaxOpenInvitations} invitations may be open. Withdraw some first.");

    /// <param name="seats">Members and invitations that the plan allows together.</param>
    public static Error TooManyUsers(int seats) => Error.Conflict(
        "tenant.user_limit_reached", $"The plan allows {seats} people, those who are invited included. Remove some, or change the plan.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["limit"] = seats },
    };

    public static readonly Error InvitedRecently = new(
        ErrorKind.TooMany, "invitation.recent", "This address was invited a moment ago. Wait before you send the next invitation.")
    {
        RetryAfter = Invitation.Pause,
    };

    public static readonly Error TooManySent = new(
        ErrorKind.TooMany, "invitation.too_many_sent", $"At most {Invitation.MaxPerDay} invitations are sent for one account in a day.")
    {
        RetryAfter = Invitation.Day,
    };

    /// <summary>One answer for a token that is unknown, used, withdrawn, too old or for another e-mail address.</summary>
    public static readonly Error InvitationInvalid = Error.Invalid(
        "token", "invitation.invalid", "The invitation is not valid any more, or is for another e-mail address. Ask for a new one.");

    public static Error MemberNotFound() => Error.NotFound("member.not_found", "The tenant has no such member.");

    public static Error InvitationNotFound() => Error.NotFound("invitation.not_found", "The tenant has no such open invitation.");

    /// <summary>The tenant is theirs to see, but the role does not reach.</summary>
    public static Error RoleRequired(TenantRole required, TenantRole actual) => new(
        ErrorKind.Forbidden, "tenant.role_required", $"This needs the role {Wire(required)} in the tenant; yours is {Wire(actual)}. Ask an owner.")
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["required_role"] = Wire(required), ["role"] = Wire(actual) },
    };

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

    /// <summary>Only billing has suspended it: paying lifts that, and nothing else.</summary>
    public static readonly Error PaymentRequired = new(
        ErrorKind.PaymentRequired, "tenant.payment_required", "The tenant is suspended because its subscription is not paid. Pay what is due, or subscribe anew.");

    /// <param name="by">Whose suspensions are left.</param>
    public static Error SuspendedOtherwise(IReadOnlyCollection<string> by) => Error.Conflict(
        "tenant.suspended_otherwise", $"The tenant was suspended by: {string.Join(", ", by)}. Only who suspended it lifts that; write to the support.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["suspended_by"] = by },
    };

    public static Error HasLiveInstances(int count) =>
        Error.Conflict("tenant.has_live_instances", "Terminate the tenant's instances first.") with
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["live_instances"] = count },
        };

    private static string Wire<T>(T value) where T : struct, Enum => EnumText<T>.Of(value);
}
