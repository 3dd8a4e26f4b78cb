using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

internal static class SubscriptionConstraints
{
    /// <summary>A tenant has at most one subscription that has not ended.</summary>
    public static Error? ToError(UniqueConstraintException violation) =>
        violation.Constraint == "ux_subscriptions_tenant_id" ? SubscriptionErrors.AlreadySubscribed : null;
}
