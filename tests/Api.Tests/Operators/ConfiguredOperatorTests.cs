using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.Mails;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Operators;

public sealed class ConfiguredOperatorTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Whom_the_configuration_names_is_an_operator_once_the_address_is_proved()
    {
        var email = TestCustomer.NewEmail();
        await using var configured = WithOperator(email);
        using var named = await TestCustomer.RegisterAsync(configured, email);
        using (var unproved = await named.Http.GetAsync("/api/v1/admin/customers"))
            unproved.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await VerifyAsync(configured, email);
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var proved = await named.Http.GetAsync("/api/v1/admin/customers");
            return proved.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Who_was_verified_before_is_an_operator_from_the_next_start_on()
    {
        using var early = await TestCustomer.RegisterAsync(api);
        await VerifyAsync(api, early.Email);
        using (var before = await early.Http.GetAsync("/api/v1/admin/customers"))
            before.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        await using var configured = WithOperator(early.Email.ToUpperInvariant());
        using var client = configured.CreateClient();
        using var after = await early.Http.GetAsync("/api/v1/admin/customers");
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private PlatformApi WithOperator(string email) => api.With(host => host
        .UseSetting("Roles", "api,worker")
        .UseSetting("Docker:Endpoint", "unix:///nowhere/docker.sock")
        .UseSetting("Operators:Emails:0", email));

    private static async Task VerifyAsync(PlatformApi host, string email)
    {
        using var client = host.CreateClient();
        var token = await host.TokenMailedAsync(email, MailTemplate.WelcomeAndVerify);
        using var verified = await client.PostAsJsonAsync("/api/v1/auth/verify-email", new JsonObject { ["token"] = token });
        verified.IsSuccessStatusCode.ShouldBeTrue();
    }
}
