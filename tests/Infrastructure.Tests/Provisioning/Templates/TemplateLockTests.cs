using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Provisioning.Templates;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

/// <summary>The connection that holds a builder's lock ends in the middle of a template, while the builder itself lives on.</summary>
public sealed class TemplateLockTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TemplateSpec spec = new("19.0", "odoo:19.0", $"sha256:{Guid.CreateVersion7()}", false, [], []);

    private TemplateNames Names => TemplateNames.Of(odoo.Server.Id, spec);

    [Fact]
    public async Task Builder_that_lost_its_lock_stops_and_cleans_up_nothing()
    {
        RunsToCompletion(odoo.Runtime, async token =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var building = EnsureAsync(odoo.Databases);
        await begun.Task.WaitAsync(Patience);
        odoo.Runtime.ClearReceivedCalls();

        (await odoo.EndLockHoldersAsync()).ShouldBe(1);

        (await Should.ThrowAsync<LockLostException>(building.WaitAsync(Patience))).Message.ShouldContain($"template {Names.SpecHash}");
        odoo.Runtime.ReceivedCalls().ShouldBeEmpty();
        (await StateAsync()).ShouldBe([$"{Names.Owner} false true"]);
        (await odoo.Databases.FindTemplateAsync(odoo.Server, spec, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Builder_that_notices_the_lost_lock_late_leaves_its_successors_template_whole()
    {
        RunsToCompletion(odoo.Runtime, async token =>
        {
            begun.SetResult();
            await goesOn.Task;
            token.ThrowIfCancellationRequested();
        });
        var building = EnsureAsync(odoo.Databases);
        await begun.Task.WaitAsync(Patience);
        odoo.Runtime.ClearReceivedCalls();

        (await odoo.EndLockHoldersAsync()).ShouldBe(1);
        var engine = Substitute.For<IContainerRuntime>();
        RunsToCompletion(engine, _ => InstallBaseAsync());
        engine.VolumeExistsAsync(Names.Volume, Arg.Any<CancellationToken>()).Returns(returnThis: true);
        await using var successor = odoo.AnotherProcess(engine);
        var databases = successor.GetRequiredService<IOdooDatabases>();
        var template = await EnsureAsync(databases).WaitAsync(Patience);
        goesOn.SetResult();

        await Should.ThrowAsync<LockLostException>(building.WaitAsync(Patience));
        odoo.Runtime.ReceivedCalls().ShouldBeEmpty();
        (await StateAsync()).ShouldBe([$"{odoo.Host.AdminUsername} true false"]);
        (await databases.FindTemplateAsync(odoo.Server, spec, CancellationToken.None)).ShouldBe(template);
        var instance = odoo.NewName();
        await databases.EnsureRoleAsync(odoo.Server, instance, instance, "role-password", CancellationToken.None);
        await databases.EnsureDatabaseAsync(odoo.Server, instance, instance, template, CancellationToken.None);
        (await databases.InstalledModulesAsync(odoo.Server, instance, CancellationToken.None)).ShouldBe(["base"]);
    }

    [Fact]
    public async Task Template_that_another_builds_is_waited_for_no_longer_than_asked()
    {
        odoo.Runtime.ListVolumesAsync(Arg.Any<CancellationToken>()).Returns([new(Names.Volume, new Dictionary<string, string>(), DateTimeOffset.UnixEpoch)]);
        RunsToCompletion(odoo.Runtime, async _ =>
        {
            begun.TrySetResult();
            await goesOn.Task;
            await InstallBaseAsync();
        });
        var building = EnsureAsync(odoo.Databases);
        await begun.Task.WaitAsync(Patience);

        await Should.ThrowAsync<WaitingException>(
            odoo.Databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.Zero, new Progress<string>(), CancellationToken.None).WaitAsync(Patience));

        goesOn.SetResult();
        var template = await building.WaitAsync(Patience);
        (await odoo.Databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.Zero, new Progress<string>(), CancellationToken.None)).ShouldBe(template);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // Skipped, without a server.
        if (!begun.Task.IsCompleted)
            return;

        if ((await StateAsync()).Count > 0)
            await odoo.Host.ExecuteAsync($"ALTER DATABASE {Names.Database} IS_TEMPLATE false");
        await odoo.Host.DropDatabaseAsync(Names.Database);
        await odoo.Host.ExecuteAsync($"DROP ROLE IF EXISTS {Names.Owner}");
    }

    private static void RunsToCompletion(IContainerRuntime runtime, Func<CancellationToken, Task> job) =>
        runtime.RunToCompletionAsync(Arg.Any<JobSpec>(), Arg.Any<IProgress<string>?>(), Arg.Any<CancellationToken>()).Returns(async call =>
        {
            await job(call.Arg<CancellationToken>());
            return new JobResult(0, []);
        });

    private Task<OdooTemplate> EnsureAsync(IOdooDatabases databases) =>
        databases.EnsureTemplateAsync(odoo.Server, spec, TimeSpan.MaxValue, new Progress<string>(), CancellationToken.None);

    private async Task<List<string>> StateAsync() => await odoo.ReadAsync(
        "postgres",
        $"""
        SELECT pg_get_userbyid(datdba) || ' ' || datistemplate || ' ' || datallowconn
        FROM pg_database WHERE datname = '{Names.Database}'
        """);

    private Task InstallBaseAsync() => odoo.Host.ExecuteAsync(
        $"""
        SET ROLE {Names.Owner};
        CREATE TABLE ir_module_module (id serial PRIMARY KEY, name varchar, state varchar);
        CREATE TABLE ir_module_module_dependency (id serial PRIMARY KEY, name varchar, module_id int);
        INSERT INTO ir_module_module (name, state) VALUES ('base', 'installed')
        """,
        Names.Database);
}
