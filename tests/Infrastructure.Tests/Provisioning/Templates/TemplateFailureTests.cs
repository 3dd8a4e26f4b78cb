using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Templates;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Templates;

public sealed class TemplateFailureTests(SmallOdoo odoo) : IClassFixture<SmallOdoo>
{
    private static readonly TemplateSpec Spec = new("19.0", "odoo:19.0", "sha256:1", false, [], []);

    private readonly List<JobSpec> jobs = [];

    [Fact]
    public async Task An_Odoo_that_fails_is_reported_with_its_reason_and_nothing_of_the_attempt_is_left()
    {
        Jobs().Returns(new JobResult(1, ["odoo.exceptions.UserError: no"]));

        var refusal = await Should.ThrowAsync<RefusedException>(EnsureAsync);

        refusal.Code.ShouldBe("template_failed");
        refusal.Message.ShouldBe("Odoo could not install what was asked for: odoo.exceptions.UserError: no.");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_engine_that_goes_away_is_said_to_be_unavailable_and_nothing_of_the_attempt_is_left()
    {
        Jobs().ThrowsAsync(new DependencyUnavailableException("the container engine"));

        (await Should.ThrowAsync<DependencyUnavailableException>(EnsureAsync)).Dependency.ShouldBe("the container engine");

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_password_of_the_database_travels_in_a_file_for_its_owner_only()
    {
        Jobs().Returns(new JobResult(1, []));
        await Should.ThrowAsync<RefusedException>(EnsureAsync);

        var job = jobs.ShouldHaveSingleItem();
        var file = job.Files.Single(f => f.Path != OdooLauncher.Path);
        (file.Path, Convert.ToString(file.Mode, 8), file.Owner).ShouldBe(("/etc/odoo/odoo.conf", "400", "odoo"));
        var password = file.Content.Split('\n').Single(l => l.StartsWith("db_password", StringComparison.Ordinal)).Split(" = ")[1];
        password.Length.ShouldBe(43);
        job.Command.Concat(job.Labels.Values).ShouldAllBe(text => !text.Contains(password));
        job.Command.Take(3).ShouldBe([OdooLauncher.Path, "--config", OdooConfiguration.Path]);
    }

    private Task<JobResult> Jobs() =>
        odoo.Runtime.RunToCompletionAsync(Arg.Do<JobSpec>(jobs.Add), Arg.Any<IProgress<string>?>(), Arg.Any<CancellationToken>());

    private Task<OdooTemplate> EnsureAsync() =>
        odoo.Databases.EnsureTemplateAsync(odoo.Server, Spec, TimeSpan.MaxValue, new Progress<string>(), CancellationToken.None);

    private async Task NothingIsLeftAsync()
    {
        var names = TemplateNames.Of(odoo.Server.Id, Spec);
        (await odoo.ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{names.Database}'")).ShouldBeEmpty();
        (await odoo.ReadAsync("postgres", $"SELECT rolname FROM pg_roles WHERE rolname = '{names.Owner}'")).ShouldBeEmpty();
        await odoo.Runtime.Received().RemoveVolumeAsync(names.Volume, Arg.Any<CancellationToken>());
        (await odoo.Databases.FindTemplateAsync(odoo.Server, Spec, CancellationToken.None)).ShouldBeNull();
    }
}
