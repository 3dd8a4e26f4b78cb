using System.Security.Cryptography;
using System.Text.Json;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Everything of a template is named by the hash of what it holds and of the server it is on.</summary>
internal sealed record TemplateNames(string SpecHash)
{
    private const string DatabasePrefix = "odoo_template_";

    public string Database => DatabasePrefix + SpecHash[..16];

    public string Owner => Database;

    public string Volume => $"saasodoo-template-{SpecHash[..16]}";

    public string Job => Volume;

    /// <summary>Name of the lock that its builder holds.</summary>
    public string Lock => $"template {SpecHash}";

    // The server's id is part of it: ids differ between platforms, which may share a server or an engine.
    public static TemplateNames Of(DatabaseServerId server, TemplateSpec spec) =>
        new(Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
        {
            Server = server.Value,
            spec.OdooVersion,
            spec.ImageId,
            spec.DemoData,
            spec.Modules,
            spec.DisabledModules,
        }))));

    public static bool IsTemplate(string database) => database.StartsWith(DatabasePrefix, StringComparison.Ordinal);

    public OdooTemplate ToTemplate() => new(Database, Owner, Volume);
}

internal static class TemplateSpecs
{
    /// <summary>Order and repetition mean nothing.</summary>
    public static TemplateSpec Canonical(this TemplateSpec spec) =>
        spec with { Modules = Sorted(spec.Modules), DisabledModules = Sorted(spec.DisabledModules) };

    /// <summary>The same with all that is installed together with what is asked for, so that two ways to ask for it are one.</summary>
    public static TemplateSpec Installing(this TemplateSpec spec, ModuleCatalogue basis) => spec with
    {
        Modules = Sorted([.. spec.Modules.SelectMany(basis.WithDependencies).Where(m => basis.CanInstall(m) && !basis.IsInstalled(m))]),
        DisabledModules = [],
    };

    /// <summary>What is there although it is disabled: only that makes another template.</summary>
    public static IReadOnlyList<string> Surplus(this TemplateSpec spec, ModuleCatalogue found) => [.. spec.DisabledModules.Where(found.IsInstalled)];

    /// <summary>The same without any module.</summary>
    public static TemplateSpec Base(this TemplateSpec spec) => spec with { Modules = [], DisabledModules = [] };

    public static bool IsBase(this TemplateSpec spec) => spec.Modules.Count == 0 && spec.DisabledModules.Count == 0;

    private static string[] Sorted(IReadOnlyList<string> modules) =>
        [.. modules.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
