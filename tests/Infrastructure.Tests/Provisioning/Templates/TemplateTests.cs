using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Templates;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

[Collection(RealOdooCollection.Name)]
public sealed class TemplateTests(RealOdoo odoo)
{
    [Fact]
    public async Task Template_build_cleans_up_after_cancellation_and_crash_and_is_built_once_concurrently()
    {
        // Nothing else here uses this base; disabling what is not installed anyway needs no other.
        var spec = await odoo.SpecAsync("14.0", disabled: ["sale"]);
        var names = TemplateNames.Of(odoo.Server.Id, spec.Base());
        (await odoo.Databases.FindTemplateAsync(odoo.Server, spec, CancellationToken.None)).ShouldBeNull();

        using (var stop = new CancellationTokenSource())
        {
            var progress = new Stopper("Installing", stop);
            await Should.ThrowAsync<OperationCanceledException>(
                () => odoo.Databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.MaxValue, progress, stop.Token));
        }

        (await LeftoversAsync(names)).ShouldBeEmpty();
        await LeaveRemainsAsync(names, spec);

        await using var other = odoo.AnotherProcess();
        var (progress1, said1) = RealOdoo.Listen();
        var (progress2, said2) = RealOdoo.Listen();
        var templates = await Task.WhenAll(
            odoo.Databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.MaxValue, progress1, CancellationToken.None),
            other.GetRequiredService<IOdooDatabases>().EnsureTemplateAsync(odoo.Server, spec, TimeSpan.MaxValue, progress2, CancellationToken.None));

        templates[0].ShouldBe(new(names.Database, names.Owner, names.Volume));
        templates[1].ShouldBe(templates[0]);
        var said = said1.Concat(said2).ToList();
        said.Count(s => s == "Initialising database").ShouldBe(1);
        said.ShouldContain(s => s.StartsWith("Waiting", StringComparison.Ordinal));
        (await odoo.Databases.FindTemplateAsync(odoo.Server, spec, CancellationToken.None)).ShouldBe(templates[0]);

        (await odoo.Runtime.ListAsync(CancellationToken.None)).ShouldNotContain(c => c.Name == names.Job);
        (await odoo.ReadAsync(
            "postgres", $"SELECT rolcanlogin || ' ' || coalesce(rolpassword, '-') FROM pg_authid WHERE rolname = '{names.Owner}'"))
            .ShouldBe(["false -"]);
        (await odoo.ReadAsync(
            "postgres",
            $"""
            SELECT pg_get_userbyid(datdba) || ' ' || datistemplate || ' ' || datallowconn
            FROM pg_database WHERE datname = '{names.Database}'
            """))
            .ShouldBe([$"{odoo.Host.AdminUsername} true false"]);

        // Whoever removes it by hand gets a new one, not errors for ever.
        await odoo.Host.ExecuteAsync($"ALTER DATABASE {names.Database} IS_TEMPLATE false");
        await odoo.Host.DropDatabaseAsync(names.Database);
        (await odoo.Databases.FindTemplateAsync(odoo.Server, spec, CancellationToken.None)).ShouldBeNull();
    }

    // What a builder leaves that had no time to clean up: all of it, with the container still running.
    private async Task LeaveRemainsAsync(TemplateNames names, TemplateSpec spec)
    {
        await odoo.Host.ExecuteAsync($"CREATE ROLE {names.Owner} LOGIN");
        await odoo.Host.ExecuteAsync($"CREATE DATABASE {names.Database} OWNER {names.Owner}");
        await odoo.Host.ExecuteAsync("CREATE TABLE half_done (id int)", names.Database);
        await odoo.Runtime.EnsureVolumeAsync(names.Volume, new Dictionary<string, string>(), CancellationToken.None);
        var container = new WorkloadSpec
        {
            Name = names.Job,
            Image = spec.Image,
            ImageId = spec.ImageId,
            Command = ["sleep", "600"],
            Volumes = [new(names.Volume, "/var/lib/odoo")],
            Cpus = 1,
            MemoryBytes = 64L << 20,
            Fingerprint = "1",
        };
        await odoo.Runtime.ApplyAsync(container, CancellationToken.None);
        await odoo.Runtime.StartAsync(names.Job, CancellationToken.None);
        (await LeftoversAsync(names)).Count.ShouldBe(4);
    }

    private async Task<List<string>> LeftoversAsync(TemplateNames names) =>
    [
        .. await odoo.ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{names.Database}'"),
        .. await odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE rolname = '{names.Owner}'"),
        .. (await odoo.Runtime.ListVolumesAsync(CancellationToken.None)).Select(v => v.Name).Where(v => v == names.Volume),
        .. (await odoo.Runtime.ListAsync(CancellationToken.None)).Select(c => c.Name).Where(c => c == names.Job),
    ];

    private sealed class Stopper(string word, CancellationTokenSource stop) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value.StartsWith(word, StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}
