using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Promises;

/// <summary>The same way once with Odoo 14, from order to nothing left.</summary>
[Collection(EndToEnd.Name)]
public sealed class OdooFourteenTests(OdooPlatform platform)
{
    [Fact]
    public async Task Odoo_14_runs_and_answers_and_its_termination_leaves_only_the_templates()
    {
        using var customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var body = OdooInstance.Body(tenant, "14.0").With("custom_addons", JsonBodies.List("sale", "purchase"));
        var instance = await OdooInstance.RunningAsync(customer, body.With("admin_password", "Correct-Battery-9"));
        var url = await instance.UrlAsync();

        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeTrue();
        (await instance.CredentialsAsync()).ShouldBe(new OdooLogin("admin@example.com", "Correct-Battery-9"));
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("admin@example.com", "Correct-Battery-9"))).ShouldNotBeNull();
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("admin", "admin"))).ShouldBeNull();
        (await platform.Postgres.ColumnAsync(
            "select name from ir_module_module where state = 'installed' and name in ('sale', 'purchase', 'crm') order by name", instance.Database))
            .ShouldBe(["purchase", "sale"]);
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.OneOfEach(instance));

        var change = (await instance.GetAsync()).ToChange().With("description", "Renamed while it runs");
        using (var changed = await customer.Http.PutAsJsonAsync(instance.Path, change))
            (await changed.ShouldBeJsonAsync()).Text("description").ShouldBe("Renamed while it runs");
        var listed = await customer.Http.GetFromJsonAsync<JsonObject>($"/api/v1/instances?tenant_id={tenant}");
        listed!["items"]!.AsArray().Select(i => i!.Text("description")).ShouldBe(["Renamed while it runs"]);
        foreach (var action in new[] { "stop", "start", "restart" })
            await instance.DoAsync(action);
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();

        await instance.TerminateAsync();

        (await instance.StatusAsync()).ShouldBe("terminated");
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.None);
        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeFalse();
        await TemplatesStayAsync("14.0");
    }

    // The one that was asked for and the base it was made from.
    private async Task TemplatesStayAsync(string version)
    {
        var templates = $"from odoo_templates where odoo_version = '{version}'";
        var databases = await platform.Database.Server.ColumnAsync($"select database {templates}", platform.DatabaseName);
        databases.Count.ShouldBe(2);
        foreach (var database in databases)
            (await platform.Postgres.ColumnAsync($"select datistemplate::text from pg_database where datname = '{database}'")).ShouldBe(["true"]);
        foreach (var volume in await platform.Database.Server.ColumnAsync($"select volume {templates}", platform.DatabaseName))
            (await DockerCommand.RunAsync("volume", "inspect", "--format", "{{.Name}}", volume)).ShouldBe(volume);
    }
}
