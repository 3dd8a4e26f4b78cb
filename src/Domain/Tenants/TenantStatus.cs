using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Tenants;

public enum TenantStatus
{
    Provisioning,
    Active,
    Suspended,
    Terminated,
}

/// <summary>Who suspended a tenant, so that only they lift it.</summary>
public enum TenantSuspension
{
    /// <summary>An owner, or the end of the last owner's account.</summary>
    Owner,
    Operator,
    Billing,
}

public enum TenantAction
{
    Activate,
    Suspend,
    Terminate,
}

/// <summary>What each action makes of each status; a missing pair is refused, a pair that leads to itself changes nothing.</summary>
public static class TenantTransitions
{
    private static readonly FrozenDictionary<(TenantStatus From, TenantAction Action), TenantStatus> Table =
        new Dictionary<(TenantStatus, TenantAction), TenantStatus>
        {
            [(TenantStatus.Provisioning, TenantAction.Activate)] = TenantStatus.Active,
            [(TenantStatus.Provisioning, TenantAction.Terminate)] = TenantStatus.Terminated,
            [(TenantStatus.Active, TenantAction.Activate)] = TenantStatus.Active,
            [(TenantStatus.Active, TenantAction.Suspend)] = TenantStatus.Suspended,
            [(TenantStatus.Active, TenantAction.Terminate)] = TenantStatus.Terminated,
            [(TenantStatus.Suspended, TenantAction.Activate)] = TenantStatus.Active,
            [(TenantStatus.Suspended, TenantAction.Suspend)] = TenantStatus.Suspended,
            [(TenantStatus.Suspended, TenantAction.Terminate)] = TenantStatus.Terminated,
            [(TenantStatus.Terminated, TenantAction.Terminate)] = TenantStatus.Terminated,
        }.ToFrozenDictionary();

    public static TenantStatus? Next(TenantStatus from, TenantAction action) =>
        Table.TryGetValue((from, action), out var next) ? next : null;

    public static IEnumerable<TenantAction> Allowed(TenantStatus from) =>
        Enum.GetValues<TenantAction>().Where(action => Table.ContainsKey((from, action)));
}
