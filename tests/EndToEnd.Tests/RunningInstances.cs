using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests;

/// <summary>A customer on trial whose instances the tests of a class share; each test leaves them running.</summary>
public sealed class RunningInstances(OdooPlatform platform) : IAsyncLifetime
{
    private readonly List<OdooInstance> instances = [];
    private Task<TestCustomer>? customer;

    public Guid Tenant { get; private set; }

    public async Task<OdooInstance> GetAsync(int index = 0)
    {
        while (instances.Count <= index)
            instances.Add(await NewAsync());
        return instances[index];
    }

    /// <summary>Another one, for one test.</summary>
    public async Task<OdooInstance> NewAsync() => await OdooInstance.RunningAsync(await CustomerAsync(), OdooInstance.Body(Tenant));

    public Task<TestCustomer> CustomerAsync() => customer ??= RegisterAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (customer?.IsCompletedSuccessfully == true)
            (await customer).Dispose();
    }

    private async Task<TestCustomer> RegisterAsync()
    {
        var registered = await TestCustomer.RegisterAsync(platform);
        Tenant = await registered.OpenTenantOnTrialAsync("professional");
        return registered;
    }
}
