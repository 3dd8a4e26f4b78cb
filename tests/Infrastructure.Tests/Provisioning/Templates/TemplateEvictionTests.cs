using NSubstitute;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Provisioning.Templates;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

public sealed class TemplateEvictionTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    [Fact]
    public async Task Template_that_nobody_asked_for_in_a_long_time_is_removed_and_built_again_when_asked_for()
    {
        var (idle, used) = (await BuildAsync(), await BuildAsync());
        await LastUsedAsync(idle, "40 days");
        await LastUsedAsync(used, "20 days");

        await odoo.Get<TemplateEviction>().RunAsync(CancellationToken.None);

        (await ExistsAsync(idle)).ShouldBeFalse();
        (await ExistsAsync(used)).ShouldBeTrue();
        await odoo.Runtime.Received().RemoveVolumeAsync(TemplateNames.Of(odoo.Server.Id, idle).Volume, Arg.Any<CancellationToken>());
        (await odoo.Databases.FindTemplateAsync(odoo.Server, idle, CancellationToken.None)).ShouldBeNull();
        await EnsureAsync(idle);
        (await ExistsAsync(idle)).ShouldBeTrue();
    }

    [Fact]
    public async Task Asking_for_a_template_keeps_it()
    {
        var spec = await BuildAsync();
        await LastUsedAsync(spec, "40 days");
        odoo.Runtime.VolumeExistsAsync(TemplateNames.Of(odoo.Server.Id, spec).Volume, Arg.Any<CancellationToken>()).Returns(returnThis: true);
        await EnsureAsync(spec);

        await odoo.Get<TemplateEviction>().RunAsync(CancellationToken.None);

        (await ExistsAsync(spec)).ShouldBeTrue();
    }

    [Fact]
    public async Task Template_whose_lock_is_held_is_left_alone()
    {
        var spec = await BuildAsync();
        await LastUsedAsync(spec, "40 days");

        await using (var held = await HeldLock.TryAcquireAsync(
            odoo.Get<Npgsql.NpgsqlDataSource>(), TemplateNames.Of(odoo.Server.Id, spec).Lock, CancellationToken.None))
        {
            held.ShouldNotBeNull();
            await odoo.Get<TemplateEviction>().RunAsync(CancellationToken.None);
            (await ExistsAsync(spec)).ShouldBeTrue();
        }

        await odoo.Get<TemplateEviction>().RunAsync(CancellationToken.None);
        (await ExistsAsync(spec)).ShouldBeFalse();
    }

    [Fact]
    public async Task Of_too_many_those_asked_for_longest_ago_go_first_but_none_in_use()
    {
        var (first, second, third) = (await BuildAsync(), await BuildAsync(), await BuildAsync());
        await LastUsedAsync(first, "10 days");
        await LastUsedAsync(second, "9 days");
        await LastUsedAsync(third, "1 minute");
        var options = odoo.Get<Microsoft.Extensions.Options.IOptions<SaaSOdoo.Infrastructure.Provisioning.Odoo.OdooOptions>>().Value;
        var before = options.TemplatesAtMost;
        // Other tests of this class leave some that were asked for just now.
        options.TemplatesAtMost = (await odoo.CountInPlatformAsync($"select count(*)::int as \"Value\" from odoo_templates where last_used_at > now() - interval '9 days'")) + 1;
        try
        {
            await odoo.Get<TemplateEviction>().RunAsync(CancellationToken.None);
        }
        finally
        {
            options.TemplatesAtMost = before;
        }

        (await ExistsAsync(first)).ShouldBeFalse();
        (await ExistsAsync(second)).ShouldBeTrue();
        (await ExistsAsync(third)).ShouldBeTrue();
    }

    private async Task<TemplateSpec> BuildAsync()
    {
        var spec = new TemplateSpec("19.0", "odoo:19.0", $"sha256:{Guid.CreateVersion7()}", false, [], []);
        await EnsureAsync(spec);
        return spec;
    }

    private Task<OdooTemplate> EnsureAsync(TemplateSpec spec)
    {
        var names = TemplateNames.Of(odoo.Server.Id, spec);
        odoo.Runtime.RunToCompletionAsync(Arg.Is<JobSpec>(j => j.Name == names.Job), Arg.Any<IProgress<string>?>(), Arg.Any<CancellationToken>())
            .Returns(async _ =>
            {
                await odoo.Host.ExecuteAsync(
                    $"""
                    SET ROLE {names.Owner};
                    CREATE TABLE ir_module_module (id serial PRIMARY KEY, name varchar, state varchar);
                    CREATE TABLE ir_module_module_dependency (id serial PRIMARY KEY, name varchar, module_id int);
                    INSERT INTO ir_module_module (name, state) VALUES ('base', 'installed')
                    """,
                    names.Database);
                return new JobResult(0, []);
            });
        return odoo.Databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.MaxValue, new Progress<string>(), CancellationToken.None);
    }

    private Task<int> LastUsedAsync(TemplateSpec spec, string ago) => odoo.InPlatformAsync(
        $"update odoo_templates set last_used_at = now() - {ago}::interval where spec_hash = {TemplateNames.Of(odoo.Server.Id, spec).SpecHash}");

    private async Task<bool> ExistsAsync(TemplateSpec spec) => (await odoo.ReadAsync(
        "postgres", $"SELECT datname FROM pg_database WHERE datname = '{TemplateNames.Of(odoo.Server.Id, spec).Database}'")).Count == 1;
}
