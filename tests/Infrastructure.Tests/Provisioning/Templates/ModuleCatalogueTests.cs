using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

public sealed class ModuleCatalogueTests : OperationHostTest
{
    private static readonly string[] Asked = ["sale", "no_such", "theme", "base"];

    [Fact]
    public async Task Modules_that_the_image_does_not_have_are_known_once_a_template_of_it_was_built()
    {
        (await UnknownAsync()).ShouldBeEmpty("nothing is known yet");
        await BuiltAsync("sha256:another", """{"base": {"state": "installed"}}""");
        (await UnknownAsync()).ShouldBeEmpty("another image may have other modules");

        await BuiltAsync(
            "sha256:odoo:19.0",
            """{"base": {"state": "installed"}, "sale": {"state": "uninstalled"}, "theme": {"state": "uninstallable"}}""");

        (await UnknownAsync()).ShouldBe(["no_such", "theme"]);
    }

    [Fact]
    public async Task Engine_that_is_away_refuses_no_order()
    {
        await BuiltAsync("sha256:odoo:19.0", """{"base": {"state": "installed"}}""");
        Host.Runtime.Before = (_, _) => throw new SaaSOdoo.Application.Common.DependencyUnavailableException("the container engine");

        (await UnknownAsync()).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<string>> UnknownAsync() =>
        Host.InScopeAsync<IModuleCatalogues, IReadOnlyList<string>>(c => c.UnknownAsync("19.0", Asked, CancellationToken.None));

    private async Task BuiltAsync(string image, string modules)
    {
        await Host.OrderAsync();
        await Host.ExecuteAsync(
            $"""
            insert into odoo_templates (id, server_id, spec_hash, odoo_version, image, image_id, demo_data, with_modules, database, owner, volume,
                modules, built_at, build_time, last_used_at)
            select gen_random_uuid(), id, '{image}', '19.0', 'odoo:19.0', '{image}', false, false, 'd', 'o', 'v', '{modules}', now(), '1 s', now()
            from database_servers limit 1
            """);
    }
}
