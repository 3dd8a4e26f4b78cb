using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>What cannot succeed ends in <c>error</c> with a reason to act on, and retry works once the cause is gone.</summary>
[Collection(EndToEnd.Name)]
public sealed class ProvisioningFailureTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>
{
    [Fact]
    public async Task An_image_that_cannot_be_had_is_named()
    {
        var instance = await OrderAsync(body => body["odoo_version"] = OdooPlatform.VersionWithoutImage);
        await FailsAsync(instance, instance.Provisioning, "image_not_found", $"odoo:{OdooPlatform.VersionWithoutImage}");

        await FailsAsync(instance, await instance.ActAsync("retry"), "image_not_found", $"odoo:{OdooPlatform.VersionWithoutImage}");

        await instance.TerminateAsync();
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.None);
    }

    [Fact]
    public async Task An_unknown_module_is_refused_at_once_when_the_modules_of_the_version_are_known()
    {
        await running.GetAsync();
        var customer = await running.CustomerAsync();
        var body = OdooInstance.Body(running.Tenant);
        body["custom_addons"] = JsonBodies.List("web", "no_such_module");

        using var refused = await customer.Http.PostAsJsonAsync("/api/v1/instances", body);

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "instance.unknown_modules", ["custom_addons"]);
        problem.ToJsonString().ShouldContain("no_such_module");
    }

    [Fact]
    public async Task An_unknown_module_is_named_and_the_corrected_list_can_be_retried()
    {
        // As before the first template of an image: its modules are not known when the instance is ordered.
        await running.GetAsync();
        await platform.Database.Server.ExecuteAsync("update odoo_templates set image_id = 'hidden-' || image_id", platform.DatabaseName);
        var instance = await OrderAsync(body => body["custom_addons"] = JsonBodies.List("web", "no_such_module"));
        await platform.Database.Server.ExecuteAsync("update odoo_templates set image_id = replace(image_id, 'hidden-', '')", platform.DatabaseName);
        await FailsAsync(instance, instance.Provisioning, "unknown_modules", "no_such_module");
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.None);

        var corrected = (await instance.GetAsync()).ToChange().With("custom_addons", JsonBodies.List("web"));
        using (var changed = await instance.Owner.Http.PutAsJsonAsync(instance.Path, corrected))
            (await changed.ShouldBeJsonAsync()).Text("status").ShouldBe("error");
        await instance.DoAsync("retry");

        await RunsAsync(instance);
        (await OdooRpc.AuthenticateAsync(await instance.UrlAsync(), instance.Database, await instance.CredentialsAsync())).ShouldNotBeNull();
        await instance.TerminateAsync();
    }

    [Fact]
    public async Task Crashing_container_is_reported_with_its_exit_code_and_retry_works()
    {
        var instance = await running.NewAsync();
        await instance.DoAsync("stop");
        await ReplaceOdooAsync(instance, "exit 7");

        await FailsAsync(instance, await instance.ActAsync("start"), "odoo_stopped", "exit code 7");
        (await DockerCommand.RunAsync("inspect", "--format", "{{.State.Status}}", instance.Container)).ShouldBe("exited");
        await FailsAsync(instance, await instance.ActAsync("retry"), "odoo_stopped", "exit code 7");

        await ReplaceOdooAsync(instance, """exec /usr/bin/odoo.real "$@" """);
        await instance.DoAsync("retry");
        await RunsAsync(instance);
        await instance.TerminateAsync();
    }

    private static async Task ReplaceOdooAsync(OdooInstance instance, string script)
    {
        var folder = Directory.CreateTempSubdirectory("odoo-");
        try
        {
            var (real, wrapper) = (Path.Combine(folder.FullName, "real"), Path.Combine(folder.FullName, "odoo"));
            if ((await DockerCommand.TryAsync("cp", $"{instance.Container}:/usr/bin/odoo.real", real)).ExitCode != 0)
            {
                await DockerCommand.RunAsync("cp", "--follow-link", $"{instance.Container}:/usr/bin/odoo", real);
                await DockerCommand.RunAsync("cp", real, $"{instance.Container}:/usr/bin/odoo.real");
            }

            await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(wrapper, (UnixFileMode)0b111_101_101);
            await DockerCommand.RunAsync("cp", wrapper, $"{instance.Container}:/usr/bin/odoo");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FailsAsync(OdooInstance instance, Guid operation, string code, string naming)
    {
        var ended = await instance.EndAsync(operation);
        ended.Text("status").ShouldBe("failed", ended.ToJsonString());
        ended.Text("error_code").ShouldBe(code);
        ended.Text("error_detail").ShouldContain(naming);

        var seen = await instance.GetAsync();
        seen.Text("status").ShouldBe("error");
        seen.Text("error_code").ShouldBe(code);
        seen.Text("error_message").ShouldContain(naming);
    }

    private static async Task RunsAsync(OdooInstance instance)
    {
        var seen = await instance.GetAsync();
        seen.Text("status").ShouldBe("running");
        seen["error_message"].ShouldBeNull();
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
    }

    private async Task<OdooInstance> OrderAsync(Action<JsonObject> change)
    {
        var customer = await running.CustomerAsync();
        var body = OdooInstance.Body(running.Tenant);
        change(body);
        return await OdooInstance.OrderAsync(customer, body);
    }
}
