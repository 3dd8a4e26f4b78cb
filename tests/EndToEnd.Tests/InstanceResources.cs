using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests;

/// <summary>What there is of an instance in Docker and PostgreSQL, helpers and half-made things included: one line each.</summary>
internal static class InstanceResources
{
    public const string None = "";

    public static string OneOfEach(OdooInstance instance) => string.Join(
        '\n', $"container {instance.Container} running", $"volume {instance.Container}", $"database {instance.Database}", $"role {instance.Database}");

    public static async Task<string> OfAsync(OdooPlatform platform, OdooInstance instance)
    {
        // By name and not by label, so that what lost its label is seen as well.
        var name = $"name={instance.Container}";
        var containers = await DockerCommand.LinesAsync("ps", "--all", "--filter", name, "--format", "container {{.Names}} {{.State}}");
        var volumes = await DockerCommand.LinesAsync("volume", "ls", "--filter", name, "--format", "volume {{.Name}}");
        var databases = await platform.Postgres.ColumnAsync(
            $"select 'database ' || datname from pg_database where starts_with(datname, '{instance.Database}') order by 1");
        var roles = await platform.Postgres.ColumnAsync(
            $"select 'role ' || rolname from pg_roles where starts_with(rolname, '{instance.Database}') order by 1");
        return string.Join('\n', [.. containers, .. volumes, .. databases, .. roles]);
    }
}
