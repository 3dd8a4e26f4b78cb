using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

public sealed class ModulePlanTests
{
    private static readonly ModuleCatalogue Catalogue = new(new Dictionary<string, OdooModule>(StringComparer.Ordinal)
    {
        ["base"] = new("installed", []),
        ["web"] = new("installed", ["base"]),
        ["web_tour"] = new("installed", ["web"]),
        ["account"] = new("uninstalled", ["web"]),
        ["sale"] = new("uninstalled", ["account", "missing"]),
        ["circular"] = new("uninstalled", ["circular"]),
        ["theme"] = new("uninstallable", ["web"]),
    });

    [Fact]
    public void Only_what_is_not_there_is_installed() =>
        ModulePlan.For(Spec(["sale", "web"], []), Catalogue).Install.ShouldBe(["sale"]);

    [Fact]
    public void Unknown_and_uninstallable_modules_are_all_named() =>
        Refused(["sale", "no_such", "theme", "nor_this"], [])
            .ShouldBe((
                "unknown_modules",
                "Odoo 19.0 has no module no_such, theme, nor_this that can be installed: correct custom_addons."));

    [Fact]
    public void A_disabled_module_that_a_wanted_one_needs_is_named() =>
        Refused(["sale"], ["account"])
            .ShouldBe(("module_disabled", "sale needs account, which is listed in disabled_modules: remove one of the two."));

    [Theory]
    [InlineData("sale")]
    [InlineData("web")]
    [InlineData("base")]
    public void Requested_or_required_module_cannot_be_disabled(string module) =>
        Refused(["sale"], [module]).Code.ShouldBe("module_disabled");

    [Fact]
    public void Disabling_an_unneeded_or_unknown_module_is_accepted() =>
        ModulePlan.For(Spec(["circular"], ["web_tour", "unheard_of"]), Catalogue).Disabled.ShouldBe(["web_tour", "unheard_of"]);

    [Theory]
    [InlineData("web", "")]
    [InlineData("sale", "account sale")]
    [InlineData("account", "account")]
    [InlineData("account sale web", "account sale")]
    public void Template_is_named_by_what_gets_installed(string wanted, string installed) =>
        Spec(wanted.Split(' '), ["unheard_of"]).Installing(Catalogue)
            .ShouldSatisfyAllConditions(s => string.Join(' ', s.Modules).ShouldBe(installed), s => s.DisabledModules.ShouldBeEmpty());

    [Fact]
    public void Only_disabled_modules_that_are_installed_make_another_template()
    {
        Spec(["sale"], ["unheard_of", "circular", "theme"]).Surplus(Catalogue).ShouldBeEmpty();
        Spec(["sale"], ["web_tour", "unheard_of"]).Surplus(Catalogue).ShouldBe(["web_tour"]);
    }

    private static (string Code, string Detail) Refused(string[] modules, string[] disabled)
    {
        var refusal = Should.Throw<RefusedException>(() => ModulePlan.For(Spec(modules, disabled), Catalogue));
        return (refusal.Code, refusal.Message);
    }

    private static TemplateSpec Spec(string[] modules, string[] disabled) => new("19.0", "odoo:19.0", "sha256:1", false, modules, disabled);
}
