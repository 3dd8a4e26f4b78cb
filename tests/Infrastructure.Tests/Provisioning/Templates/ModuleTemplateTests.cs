using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

[Collection(RealOdooCollection.Name)]
public sealed class ModuleTemplateTests(RealOdoo odoo)
{
    [Fact]
    public async Task Modules_are_installed_and_those_that_install_themselves_although_disabled_are_removed()
    {
        var spec = await odoo.SpecAsync("19.0", modules: ["sale", "purchase"], disabled: ["sale_purchase"]);
        var (progress, said) = RealOdoo.Listen();

        var template = await odoo.Databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.MaxValue, progress, CancellationToken.None);

        said.ShouldContain("Installing purchase, sale");
        said.ShouldContain(s => s.StartsWith("Installing account (", StringComparison.Ordinal));
        said.ShouldContain("Uninstalling sale_purchase");
        (await odoo.Databases.FindTemplateAsync(odoo.Server, spec with { Modules = ["purchase", "sale", "sale"] }, CancellationToken.None))
            .ShouldBe(template);

        var now = DateTimeOffset.UnixEpoch;
        var values = new DatabaseInitialization(
            Guid.CreateVersion7(now), "19.0", "owner@example.com", OdooPasswordHash.Of("Customers-Own-1", "19.0"), new("http://x.example"), now);
        var (name, password) = await odoo.NewInstanceAsync(template, values);
        var installed = await odoo.Databases.InstalledModulesAsync(odoo.Server, name, CancellationToken.None);
        installed.ShouldContain("sale");
        installed.ShouldContain("purchase");
        installed.ShouldNotContain("sale_purchase");
        await using var running = await odoo.StartAsync(spec, template, name, password);
        (await running.AuthenticateAsync(name, "owner@example.com", "Customers-Own-1")).ShouldBe(2);
    }

    [Fact]
    public async Task Unknown_modules_are_named_and_nothing_is_made_for_them()
    {
        var spec = await odoo.SpecAsync("19.0");
        await odoo.TemplateAsync(spec);
        var before = await DatabasesAsync();

        (await RefusalAsync(spec with { Modules = ["sale", "no_such_module"] })).ShouldBe(
            ("unknown_modules", "Odoo 19.0 has no module no_such_module that can be installed: correct custom_addons."));
        (await RefusalAsync(spec with { Modules = ["sale"], DisabledModules = ["account"] })).Code.ShouldBe("module_disabled");

        (await DatabasesAsync()).ShouldBe(before);
    }

    private Task<List<string>> DatabasesAsync() => odoo.ReadAsync("postgres", "SELECT datname FROM pg_database ORDER BY 1");

    private async Task<(string Code, string Detail)> RefusalAsync(TemplateSpec spec)
    {
        var refusal = await Should.ThrowAsync<RefusedException>(() => odoo.TemplateAsync(spec));
        return (refusal.Code, refusal.Message);
    }
}
