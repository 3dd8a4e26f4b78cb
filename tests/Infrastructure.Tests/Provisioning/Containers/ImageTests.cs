using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class ImageTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_image_that_is_here_is_used_as_it_is()
    {
        var told = new List<string>();

        (await docker.Runtime.EnsureImageAsync(DockerTest.Image, new Told(told), None)).ShouldBe(docker.ImageId);

        docker.ImageId.ShouldStartWith("sha256:");
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_image_that_is_not_here_is_pulled_with_progress()
    {
        await using var registry = await FakeRegistry.StartAsync();
        var image = $"{registry.Address}/odoo:1";
        var told = new List<string>();

        var id = await docker.Runtime.EnsureImageAsync(image, new Told(told), None);

        id.ShouldStartWith("sha256:");
        told.ShouldNotBeEmpty();
        told.ShouldAllBe(t => t.StartsWith($"Pulling {image}: ", StringComparison.Ordinal) && t.EndsWith(" %", StringComparison.Ordinal));
        await docker.Engine.Images.DeleteImageAsync(id, new(), None);
    }

    [Fact]
    public async Task An_image_the_registry_does_not_have_is_refused_by_its_name()
    {
        await using var registry = await FakeRegistry.StartAsync();

        var refused = await Should.ThrowAsync<RefusedException>(
            docker.Runtime.EnsureImageAsync($"{registry.Address}/odoo:2", new Told([]), None));

        refused.Code.ShouldBe("image_not_found");
        refused.Message.ShouldContain($"{registry.Address}/odoo:2");
    }

    [Fact]
    public async Task A_registry_that_cannot_be_reached_is_refused_as_well()
    {
        var refused = await Should.ThrowAsync<RefusedException>(
            docker.Runtime.EnsureImageAsync($"127.0.0.1:{DockerTest.FreePort()}/odoo:1", new Told([]), None));

        refused.Code.ShouldBe("image_not_found");
    }

    [Fact]
    public void Progress_of_all_layers_is_told_in_tens()
    {
        var told = new List<string>();
        var sum = new PullSum("odoo:19.0", new Told(told));
        JSONMessage[] messages =
        [
            new() { Status = "Pulling from library/odoo", ID = "19.0" },
            Downloading("a", 0, 100), Downloading("a", 9, 100), Downloading("a", 40, 100),
            Downloading("b", 0, 100), Downloading("b", 100, 100),
            new() { Status = "Extracting", ID = "b", Progress = new() { Current = 1, Total = 2 } },
        ];

        string[][] said = [.. messages.Select(m => Said(sum, m, told))];

        said.ShouldBe([[], ["Pulling odoo:19.0: 0 %"], [], ["Pulling odoo:19.0: 40 %"], [], ["Pulling odoo:19.0: 70 %"], []]);
    }

    private static string[] Said(PullSum sum, JSONMessage message, List<string> told)
    {
        told.Clear();
        sum.Report(message);
        return [.. told];
    }

    private static JSONMessage Downloading(string layer, long current, long total) =>
        new() { Status = "Downloading", ID = layer, Progress = new() { Current = current, Total = total } };

    private sealed class Told(List<string> told) : IProgress<string>
    {
        public void Report(string value) => told.Add(value);
    }
}
