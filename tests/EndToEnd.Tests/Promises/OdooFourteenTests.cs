using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Promises;

/// <summary>The same way once with Odoo 14, from order to nothing left.</summary>
[Collection(EndToEnd.Name)]
public sealed class OdooFourteenTests(OdooPlatform platform)
{
    [Fact]
    public async Task Odoo_14_runs_and_answers_and_its_termination_leaves_only_the_template()
    {
        using var customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var body = OdooInstance.Body(tenant, "14.0").With("custom_addons", JsonBodies.List());
        var instance = await OdooInstance.RunningAsync(customer, body.With("admin_password", "Correct-Battery-9"));
        var url = await instance.UrlAsync();

        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeTrue();
        (await instance.CredentialsAsync()).ShouldBe(new OdooLogin("admin@example.com", "Correct-Battery-9"));
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("admin@example.com", "Correct-Battery-9"))).ShouldNotBeNull();
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("admin", "admin"))).ShouldBeNull();
        (await Remains.OfAsync(platform, instance)).ShouldBe(Remains.OneOfEach(instance));

        await instance.TerminateAsync();

        (await instance.StatusAsync()).ShouldBe("terminated");
        (await Remains.OfAsync(platform, instance)).ShouldBe(Remains.Nothing);
        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeFalse();
        await TemplateStaysAsync("14.0");
    }

    private async Task TemplateStaysAsync(string version)
    {
        var templates = $"from odoo_templates where odoo_version = '{version}'";
        var database = (await platform.Postgres.ColumnAsync($"select database {templates}", platform.DatabaseName)).Single();
        var volume = (await platform.Postgres.ColumnAsync($"select volume {templates}", platform.DatabaseName)).Single();
        (await platform.Postgres.ColumnAsync($"select datistemplate::text from pg_database where datname = '{database}'")).ShouldBe(["true"]);
        (await DockerCommand.RunAsync("volume", "inspect", "--format", "{{.Name}}", volume)).ShouldBe(volume);
    }
}
