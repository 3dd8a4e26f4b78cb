using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>What has to be done to a base template to make it what a spec asks for.</summary>
internal sealed record ModulePlan(IReadOnlyList<string> Install, IReadOnlyList<string> Disabled)
{
    // An Odoo without its web client is of no use to anybody.
    private static readonly string[] Indispensable = ["base", "web"];

    /// <exception cref="RefusedException">
    /// <c>unknown_modules</c> or <c>module_disabled</c>: nothing needs to be created to know.
    /// </exception>
    public static ModulePlan For(TemplateSpec spec, ModuleCatalogue catalogue)
    {
        if (spec.Modules.Where(m => !catalogue.CanInstall(m)).ToList() is { Count: > 0 } unknown)
        {
            throw new RefusedException(
                "unknown_modules",
                $"Odoo {spec.OdooVersion} has no module {string.Join(", ", unknown)} that can be installed: correct custom_addons.");
        }

        foreach (var module in Indispensable.Concat(spec.Modules))
            RefuseIfItNeedsADisabledOne(module, spec, catalogue);

        return new([.. spec.Modules.Where(m => !catalogue.IsInstalled(m))], spec.DisabledModules);
    }

    private static void RefuseIfItNeedsADisabledOne(string module, TemplateSpec spec, ModuleCatalogue catalogue)
    {
        var disabled = catalogue.WithDependencies(module).Intersect(spec.DisabledModules, StringComparer.Ordinal).FirstOrDefault();
        if (disabled is null)
            return;

        throw new RefusedException(
            "module_disabled",
            disabled == module
                ? $"{module} is both needed and listed in disabled_modules: remove it there."
                : $"{module} needs {disabled}, which is listed in disabled_modules: remove one of the two.");
    }
}
