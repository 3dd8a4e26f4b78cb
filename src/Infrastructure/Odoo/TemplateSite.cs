using System.Globalization;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Databases;

namespace SaaSOdoo.Infrastructure.Odoo;

/// <summary>Where a template is being built; the password is good only until it is sealed.</summary>
internal sealed record TemplateSite(DatabaseServer Server, TemplateNames Names, string Password)
{
    public string Database => Names.Database;

    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["com.saasodoo.template"] = Names.SpecHash[..16],
    };
}

internal static class TemplateVersions
{
    public static int MajorVersion(this TemplateSpec spec) => int.Parse(spec.OdooVersion.Split('.')[0], CultureInfo.InvariantCulture);
}
