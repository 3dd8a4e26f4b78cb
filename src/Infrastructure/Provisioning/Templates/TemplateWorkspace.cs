using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Where a template is being built; the password is good only until it is sealed.</summary>
internal sealed record TemplateWorkspace(DatabaseServer Server, TemplateNames Names, string Password)
{
    public string Database => Names.Database;

    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["com.saasodoo.template"] = Names.SpecHash[..16],
    };
}
