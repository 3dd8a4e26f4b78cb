using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class SeedTests(DockerTest docker) : IClassFixture<DockerTest>
{
    private const string Data = "/var/lib/odoo";
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Dictionary<string, string> NoLabels = [];

    // Files of all kinds: large, executable, a link, a hard link, nested, with a long name.
    private static readonly string Fill =
        $"umask 027; mkdir -p {Data}/filestore/tmpl/ab && cd {Data}/filestore/tmpl && echo one > ab/one && busybox dd if=/dev/zero of=big bs=1k count=700 2>&1 "
        + $"&& busybox chmod 600 ab/one && busybox ln -s ab/one link && busybox ln ab/one hard && mkdir {new string('d', 120)} && touch {new string('d', 120)}/{new string('f', 120)}";

    private static readonly string List = "busybox find . | busybox sort | while read f; do stat -c '%n %F %a %u %g %s' \"$f\"; done";

    [Fact]
    public async Task A_tree_is_copied_under_its_new_name_with_owners_and_modes()
    {
        var (source, to) = await FilledAsync();

        await docker.Runtime.SeedVolumeAsync(source, to, DockerTest.Image, None);

        var original = await docker.ShellAsync($"cd {Data}/filestore/tmpl && {List}", new VolumeMount(source.Volume, Data));
        var copy = await docker.ShellAsync($"cd {Data}/filestore/db1 && {List}", new VolumeMount(to.Volume, Data));
        original.Count.ShouldBe(8);
        copy.ShouldBe(original);
        (await docker.ShellAsync(
            $"cat {Data}/from-image {Data}/filestore/db1/link; stat -c '%a %u %g' {Data}; test -w {Data}/filestore/db1; busybox cmp -n 700 {Data}/filestore/db1/big /dev/zero",
            new VolumeMount(to.Volume, Data))).ShouldBe(["image", "one", "750 101 102"]);
        await NoHelperAsync();
    }

    [Fact]
    public async Task Volume_seeding_is_idempotent()
    {
        var (source, to) = await FilledAsync();
        await docker.Runtime.SeedVolumeAsync(source, to, DockerTest.Image, None);
        await docker.ShellAsync($"echo mine > {Data}/filestore/db1/ab/one", new VolumeMount(to.Volume, Data));

        await docker.Runtime.SeedVolumeAsync(source, to, DockerTest.Image, None);

        (await docker.ShellAsync($"cat {Data}/filestore/db1/ab/one", new VolumeMount(to.Volume, Data))).ShouldBe(["mine"]);
    }

    [Fact]
    public async Task Interrupted_volume_seeding_is_done_again()
    {
        var (source, to) = await FilledAsync();
        await using var proxy = SwitchableProxy.ToUnixSocket(docker.Socket);
        await using var again = docker.Again(("Docker:Endpoint", proxy.Endpoint));
        await docker.ShellAsync($"busybox dd if=/dev/zero of={Data}/filestore/tmpl/zz-last bs=1M count=20 2>&1", new VolumeMount(source.Volume, Data));
        // Read and written, 20 MB pass twice.
        proxy.SwitchOffAfter(30 << 20);
        var seeding = again.Runtime().SeedVolumeAsync(source, to, DockerTest.Image, None);
        await Should.ThrowAsync<DependencyUnavailableException>(seeding);
        var leftover = await docker.InspectAsync(to.Volume + ".seed");

        await docker.Runtime.SeedVolumeAsync(source, to, DockerTest.Image, None);

        leftover.ShouldNotBeNull();
        (await docker.ShellAsync($"stat -c %s {Data}/filestore/db1/zz-last", new VolumeMount(to.Volume, Data))).ShouldBe(["20971520"]);
        await NoHelperAsync();
    }

    [Fact]
    public async Task A_volume_whose_seeding_was_cut_short_can_be_removed()
    {
        var (_, to) = await FilledAsync();
        await docker.Engine.Containers.CreateContainerAsync(new()
        {
            Name = to.Volume + ".seed",
            Image = DockerTest.Image,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["com.saasodoo.platform"] = docker.Platform,
                ["com.saasodoo.helper"] = "seed",
            },
            HostConfig = new() { Mounts = [new() { Type = "volume", Source = to.Volume, Target = Data }] },
        }, None);

        await docker.Runtime.RemoveVolumeAsync(to.Volume, None);
        await docker.Runtime.RemoveVolumeAsync(to.Volume, None);

        (await docker.HasVolumeAsync(to.Volume)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_source_without_the_directory_seeds_nothing_but_is_done()
    {
        var (source, to) = await FilledAsync();

        await docker.Runtime.SeedVolumeAsync(source with { Directory = "filestore/none" }, to, DockerTest.Image, None);

        (await docker.ShellAsync($"ls -A {Data}", new VolumeMount(to.Volume, Data))).ShouldBe([".saasodoo-seeded-filestore-db1", "from-image"]);
    }

    [Fact]
    public async Task A_volume_that_does_not_exist_is_refused_and_not_made()
    {
        var (source, to) = await FilledAsync();
        var missing = docker.Name("missing");

        (await Should.ThrowAsync<RefusedException>(
            docker.Runtime.SeedVolumeAsync(source, to with { Volume = missing }, DockerTest.Image, None))).Code.ShouldBe("runtime_refused");

        (await docker.HasVolumeAsync(missing)).ShouldBeFalse();
    }

    [Fact]
    public async Task Volumes_are_made_once_listed_with_their_labels_and_removed()
    {
        var name = docker.Name("volume");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["com.saasodoo.instance"] = "i" };
        await docker.Runtime.EnsureVolumeAsync(name, labels, None);
        await docker.Runtime.EnsureVolumeAsync(name, labels, None);

        var seen = (await docker.Runtime.ListVolumesAsync(None)).Single(v => v.Name == name);

        seen.Labels["com.saasodoo.instance"].ShouldBe("i");
        seen.Labels["com.saasodoo.managed"].ShouldBe("true");
        seen.CreatedAt.Year.ShouldBeGreaterThan(2000);
        (await docker.Runtime.VolumeExistsAsync(name, None)).ShouldBeTrue();
        await docker.Runtime.RemoveVolumeAsync(name, None);
        (await docker.Runtime.ListVolumesAsync(None)).ShouldNotContain(v => v.Name == name);
        (await docker.Runtime.VolumeExistsAsync(name, None)).ShouldBeFalse();
    }

    private async Task<(VolumePath From, VolumePath To)> FilledAsync()
    {
        var source = new VolumePath(docker.Name("template"), Data, "filestore/tmpl");
        var to = new VolumePath(docker.Name("instance"), Data, "filestore/db1");
        await docker.Runtime.EnsureVolumeAsync(source.Volume, NoLabels, None);
        await docker.Runtime.EnsureVolumeAsync(to.Volume, NoLabels, None);
        await docker.ShellAsync(Fill, new VolumeMount(source.Volume, Data));
        return (source, to);
    }

    private async Task NoHelperAsync()
    {
        var helpers = await docker.Engine.Containers.ListContainersAsync(
            new() { All = true, Filters = new Infrastructure.Provisioning.Containers.EngineFilters().With("label", "com.saasodoo.helper", $"com.saasodoo.platform={docker.Platform}") }, None);
        helpers.ShouldBeEmpty();
    }
}
