using System.Text.Json;
using FluentValidation;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>What a customer says about a tenant, at its opening and later.</summary>
internal interface ITenantDescription
{
    string Name { get; }
    string? CustomDomain { get; }
    Dictionary<string, JsonElement>? Metadata { get; }
}

internal abstract class TenantDescriptionValidator<T> : AbstractValidator<T> where T : ITenantDescription
{
    protected TenantDescriptionValidator()
    {
        RuleFor(c => c.Name).Follows(name => PlainName.Create("name", name, Tenant.NameMaxLength));
        RuleFor(c => c.CustomDomain).Follows(domain => Tenant.CheckCustomDomain(domain));
        RuleFor(c => c.Metadata).Follows(metadata => JsonMetadata.Check("metadata", metadata));
    }
}
