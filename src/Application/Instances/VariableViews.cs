using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Instances;

/// <summary>Who sees the values of variables: those who may change them. Everybody else who sees the instance sees the names.</summary>
internal static class VariableViews
{
    private static readonly TenantRole[] Writers = [TenantRole.Manager, TenantRole.Owner];

    /// <summary>The same with the values that the caller may see.</summary>
    public static async Task<IReadOnlyList<InstanceDto>> WithVariablesAsync(
        this IAppDb db, ICaller caller, ISecretProtector protector, IReadOnlyList<InstanceDto> shown, CancellationToken cancellationToken)
    {
        var ids = shown.Where(i => i.EnvironmentVars.Count > 0).Select(i => i.Id).ToList();
        if (ids.Count == 0 || !caller.Has(Scopes.InstancesWrite))
            return shown;

        var person = caller.CustomerId;
        var stored = await db.Instances
            .Where(i => ids.Contains(i.Id))
            .Where(i => db.TenantMembers.Any(m => m.TenantId == i.TenantId && m.CustomerId == person && Writers.Contains(m.Role)))
            .Select(i => new { i.Id, i.EnvironmentVars })
            .ToDictionaryAsync(i => i.Id, i => i.EnvironmentVars, cancellationToken);
        return [.. shown.Select(i => stored.TryGetValue(i.Id, out var variables)
            ? i with { EnvironmentVars = InstanceDto.Shown(protector.ReadVariables(variables)) }
            : i)];
    }
}
