using System.Net;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Tenants;

[Collection(EndToEnd.Name)]
public sealed class TenantSuspensionTests(OdooPlatform platform)
{
    [Fact]
    public async Task Suspending_a_tenant_stops_its_instances_and_activating_starts_exactly_those_that_ran()
    {
        using var customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var (ran, stood) = (await OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant)), await OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant)));
        await stood.DoAsync("stop");
        var url = await ran.UrlAsync();

        await PostAsync(customer, tenant, "suspend");
        await ran.BecomesAsync("suspended");
        await stood.BecomesAsync("suspended");
        await ran.SucceedAsync((await ran.OperationsAsync())[0]["id"]!.GetValue<Guid>());
        (await InstanceResources.OfAsync(platform, ran)).ShouldContain($"container {ran.Container} exited");
        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeFalse();
        using (var refused = await customer.Http.PostAsync($"{ran.Path}/actions", new { action = "start" }))
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await PostAsync(customer, tenant, "activate");
        await ran.BecomesAsync("running");
        await stood.BecomesAsync("stopped");
        (await OdooRpc.ShowsLoginAsync(await ran.UrlAsync())).ShouldBeTrue();
        (await InstanceResources.OfAsync(platform, stood)).ShouldContain($"container {stood.Container} exited");
    }

    private static async Task PostAsync(TestCustomer customer, Guid tenant, string action)
    {
        using var answer = await customer.Http.PostAsync($"/api/v1/tenants/{tenant}/{action}", content: null);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
