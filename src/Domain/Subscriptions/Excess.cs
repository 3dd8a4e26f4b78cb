using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>Something a tenant has more of than a plan allows.</summary>
/// <param name="What">The plan's limit, by its name in the API.</param>
/// <param name="InstanceId">Whose limit it is; null where it is the tenant's.</param>
/// <param name="Have">A number, or a size as the API shows it.</param>
/// <param name="Allowed">The same of the plan.</param>
public sealed record Excess(string What, InstanceId? InstanceId, object Have, object Allowed);
