using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>What a command turns out to concern while it is handled. Ownership and handlers note it; the audit records it.</summary>
public sealed class AuditNotes
{
    /// <summary>The tenant whose owners may read the entry.</summary>
    public TenantId? Tenant { get; private set; }

    /// <summary>For whom an anonymous command acts, once its e-mail or token is known to be somebody's.</summary>
    public CustomerId? Customer { get; private set; }

    public void Concerns(TenantId tenant) => Tenant = tenant;

    public void Concerns(CustomerId customer) => Customer = customer;

    /// <summary>For the next command of the same scope.</summary>
    internal void Forget() => (Tenant, Customer) = (null, null);
}
