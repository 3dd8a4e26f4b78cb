using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

[Collection(EndToEnd.Name)]
public sealed class OrphanTests(OdooPlatform platform) : IAsyncLifetime
{
    private readonly List<string> made = [];
    private readonly string name = $"orphan-{Guid.CreateVersion7():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var thing in made)
        {
            await DockerCommand.TryAsync("rm", "--force", "--volumes", thing);
            await DockerCommand.TryAsync("volume", "rm", "--force", thing);
        }
    }

    [Fact]
    public async Task Only_orphan_containers_are_removed_and_no_volumes()
    {
        var instance = $"com.saasodoo.instance={Guid.CreateVersion7()}";
        var ours = $"com.saasodoo.platform={platform.PlatformId}";
        const string managed = "com.saasodoo.managed=true";
        await MakeAsync("plain");
        await MakeAsync("managed", managed, instance);
        await MakeAsync("other", managed, instance, "com.saasodoo.platform=test-somebody-else");
        await MakeAsync("prefix", managed, instance, ours + "-2");

        // Last: the round that removes it has looked at all the others.
        await MakeAsync("ours", managed, instance, ours);

        string[] untouched = [$"{name}-managed", $"{name}-other", $"{name}-plain", $"{name}-prefix"];
        await Eventually.BecomesTrueAsync(
            async () => !(await NamesAsync("ps", "--all")).Contains($"{name}-ours"),
            TimeSpan.FromSeconds(60));
        (await NamesAsync("ps", "--filter", "status=running")).ShouldBe(untouched, ignoreOrder: true);
        (await NamesAsync("volume", "ls")).ShouldBe([.. untouched, $"{name}-ours"], ignoreOrder: true);
    }

    private async Task MakeAsync(string suffix, params string[] labels)
    {
        made.Add($"{name}-{suffix}");
        string[] labelled = [.. labels.SelectMany(label => new[] { "--label", label })];
        await DockerCommand.RunAsync(["volume", "create", .. labelled, $"{name}-{suffix}"]);
        await DockerCommand.RunAsync(["run", "--detach", "--name", $"{name}-{suffix}", .. labelled, DockerTest.Image]);
    }

    private async Task<IReadOnlyList<string>> NamesAsync(params string[] list) =>
        await DockerCommand.LinesAsync([.. list, "--filter", $"name={name}", "--format", list[0] == "ps" ? "{{.Names}}" : "{{.Name}}"]);
}
