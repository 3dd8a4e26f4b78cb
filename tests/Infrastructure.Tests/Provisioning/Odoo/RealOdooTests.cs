using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

[Collection(RealOdooCollection.Name)]
public sealed class RealOdooTests(RealOdoo odoo)
{
    private const string Login = "owner@example.com";
    private const string Password = "Customers-Own-1";

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("19.0", false)]
    [InlineData("14.0", true)]
    public async Task An_instance_lets_in_its_owner_and_nobody_with_a_password_that_is_known(string version, bool demo)
    {
        var spec = await odoo.SpecAsync(version, demo);
        var template = await odoo.TemplateAsync(spec);
        var (name, password) = await odoo.NewInstanceAsync(template, Values(version));
        await using var running = await odoo.StartAsync(spec, template, name, password);

        (await running.AuthenticateAsync(name, Login, Password)).ShouldBe(2);
        (await running.AuthenticateAsync(name, Login, "admin")).ShouldBeNull();
        (await running.AuthenticateAsync(name, "admin", "admin")).ShouldBeNull();
        (await running.AuthenticateAsync(name, "demo", "demo")).ShouldBeNull();

        (await odoo.ReadAsync(name, "SELECT count(*) FROM res_users WHERE login = 'demo'")).ShouldBe([demo ? "1" : "0"]);
        (await odoo.ReadAsync(name, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")).ShouldBe([name]);
        (await odoo.ReadAsync(name, "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"))
            .ShouldBe(["https://acme.example.com"]);
    }

    private static DatabaseInitialization Values(string version) =>
        new(Guid.CreateVersion7(Now), version, Login, OdooPasswordHash.Of(Password, version), new("https://acme.example.com"), Now);
}
