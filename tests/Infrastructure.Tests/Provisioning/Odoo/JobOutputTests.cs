using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

public sealed class JobOutputTests
{
    private const string Stamp = "2026-11-22 08:44:27,794 1 INFO odoo_t19 odoo.modules.loading:";

    [Fact]
    public void Progress_is_said_in_plain_words()
    {
        var said = new List<string>();
        var progress = new InstallProgress(new Listener(said));

        string[] lines =
        [
            $"{Stamp} loading 30 modules...", $"{Stamp} Loading module sale (12/30) ", $"{Stamp} loading sale/data.xml",
            $"{Stamp} Module sale loaded in 0.02s", $"{Stamp} Modules loaded. ",
        ];
        Array.ForEach(lines, progress.Report);

        said.ShouldBe(["Installing sale (12 of 30)", "Finishing the installation"]);
    }

    [Theory]
    [InlineData(1, "odoo.exceptions.UserError: There is no wkhtmltopdf.", "odoo.exceptions.UserError: There is no wkhtmltopdf")]
    [InlineData(255, "2026 1 CRITICAL db odoo.server: Failed to initialize", "2026 1 CRITICAL db odoo.server: Failed to initialize")]
    [InlineData(1, "ValueError: the password is s3cret", "ValueError: the password is ***")]
    [InlineData(137, "whatever", "it needed more memory than it may have")]
    [InlineData(124, "whatever", "it took too long")]
    [InlineData(1, "whatever", "it gave no reason")]
    public void A_failure_gives_the_last_error_without_secrets(int exitCode, string line, string reason)
    {
        var result = new JobResult(exitCode, ["Traceback (most recent call last):", line, $"{Stamp} bye"]);

        var failure = JobFailure.Of(result, "s3cret").ShouldBeOfType<RefusedException>();

        failure.Code.ShouldBe("template_failed");
        failure.Message.ShouldBe($"Odoo could not install what was asked for: {reason}.");
    }

    [Fact]
    public void An_Odoo_that_does_not_reach_its_database_is_no_fault_of_the_customer() =>
        JobFailure.Of(new(1, ["psycopg2.OperationalError: connection to server at \"10.213.0.1\" failed"]), "s3cret")
            .ShouldBeOfType<DependencyUnavailableException>();

    private sealed class Listener(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}
