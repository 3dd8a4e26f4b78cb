using System.Net;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Secrets;

public sealed class SecretRotationApiTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Path = "/api/v1/admin/secrets/rotation";

    [Fact]
    public async Task Operator_rotates_the_key_and_sees_secrets_under_the_old_one_which_stay_readable()
    {
        using var admin = await TestCustomer.RegisterAsync(api);
        await admin.MakeAdminAsync(api);
        var instance = await admin.OrderInstanceAsync(await admin.OpenTenantOnTrialAsync(), "kept");
        using var before = await admin.Http.GetAsync(Path);
        var old = (await before.ShouldBeJsonAsync())["keys"]!.AsArray().ShouldHaveSingleItem()!;
        old["in_use"]!.GetValue<bool>().ShouldBeTrue();

        using var response = await admin.Http.PostAsync(Path, content: null);
        var rotated = await response.ShouldBeJsonAsync(HttpStatusCode.Accepted);

        response.Headers.Location!.ToString().ShouldBe(Path);
        rotated.Select(m => m.Key).ShouldBe(["remaining", "keys"]);
        var keys = rotated["keys"]!.AsArray().Select(k => k!.AsObject()).ToList();
        keys.ShouldAllBe(k => k.Count == 5);
        keys.Select(k => k["in_use"]!.GetValue<bool>()).ShouldBe([true, false]);
        keys[1]["id"]!.GetValue<Guid>().ShouldBe(old["id"]!.GetValue<Guid>());
        // The three of the instance, and mails.
        rotated["remaining"]!.GetValue<long>().ShouldBe(keys[1]["secrets"]!.GetValue<long>());
        rotated["remaining"]!.GetValue<long>().ShouldBeGreaterThanOrEqualTo(3);

        using var credentials = await admin.Http.PostAsync(new Uri($"/api/v1/instances/{instance}/credentials", UriKind.Relative), content: null);
        await credentials.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.credentials_not_ready");
    }

    [Fact]
    public async Task Key_rotation_is_forbidden_to_customers()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var rotate = await customer.Http.PostAsync(Path, content: null);
        using var read = await customer.Http.GetAsync(Path);
        await rotate.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await read.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }
}
