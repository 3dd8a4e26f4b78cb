using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>On an image whose entry point is a shell that obeys variables, as the official one's is.</summary>
public sealed class EntryPointTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Entry_point_of_the_image_is_not_run_by_workloads_or_jobs()
    {
        var image = await WithScriptAsync();
        var own = docker.Workload() with { ImageId = image };
        await docker.Runtime.ApplyAsync(own, None);
        await docker.Runtime.StartAsync(own.Name, None);
        await docker.FirstLineAsync(own.Name, "script");
        await docker.Runtime.RemoveAsync(own.Name, None);
        var spec = docker.Workload() with { ImageId = image, Command = ["echo", "directly"] };

        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        await docker.FirstLineAsync(spec.Name, "directly");
        var job = await docker.Runtime.RunToCompletionAsync(docker.Job("echo", "job") with { Image = image }, output: null, None);

        (await docker.LinesAsync(spec.Name)).Distinct().ShouldBe(["directly"]);
        job.Tail.ShouldBe(["job"]);
        await docker.Runtime.RemoveAsync(spec.Name, None);
        await docker.Engine.Images.DeleteImageAsync(image, new() { Force = true }, None);
    }

    [Fact]
    public async Task Values_of_variables_arrive_byte_for_byte()
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal)
        {
            ["A"] = "$(id >/tmp/pwned)+ `id` $HOME ${PATH}",
            ["B"] = "\"quoted\" 'single' \\ \\n",
            ["C"] = "  blanks  ",
            ["D"] = "",
            ["E"] = "é ü 日本 \U0001f4a9 \u202e",
            ["F"] = "a=b=c",
            ["G"] = new string('x', 4096),
        };
        var spec = docker.Workload() with { Environment = given, Command = ["sh", "-c", "env; echo end; exec sleep 600"] };

        await docker.Runtime.ApplyAsync(spec, None);
        await docker.Runtime.StartAsync(spec.Name, None);
        await docker.FirstLineAsync(spec.Name, "end");

        var arrived = (await docker.LinesAsync(spec.Name)).Where(l => l.IndexOf('=', StringComparison.Ordinal) == 1);
        arrived.ShouldBe(given.Select(v => $"{v.Key}={v.Value}"), ignoreOrder: true);
        (await docker.HasFileAsync(spec.Name, "/tmp/pwned")).ShouldBeFalse();
    }

    private async Task<string> WithScriptAsync()
    {
        var made = await docker.Engine.Containers.CreateContainerAsync(new()
        {
            Image = DockerTest.Image,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["com.saasodoo.platform"] = docker.Platform },
        }, None);
        var image = await DockerCommand.RunAsync(
            "commit", "--change", """ENTRYPOINT ["sh", "-c", "echo script; exec \"$@\"", "sh"]""", made.ID, $"saasodoo/script:{docker.Platform}");
        await docker.Engine.Containers.RemoveContainerAsync(made.ID, new(), None);
        return image;
    }
}
