using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Secrets;

/// <summary>Every place outside the platform's own memory and its secret columns where something of it can be read, as text.</summary>
internal static class Traces
{
    public static async Task<IReadOnlyDictionary<string, string>> CollectAsync(OdooPlatform platform, OdooInstance instance)
    {
        var ours = $"label=com.saasodoo.platform={platform.PlatformId}";
        var containers = await DockerCommand.LinesAsync("ps", "--all", "--quiet", "--filter", ours);
        var volumes = await DockerCommand.LinesAsync("volume", "ls", "--quiet", "--filter", ours);
        var networks = await DockerCommand.LinesAsync("network", "ls", "--quiet", "--filter", ours);

        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["inspect of containers"] = await DockerCommand.RunAsync(["inspect", .. containers]),
            ["inspect of volumes"] = await DockerCommand.RunAsync(["volume", "inspect", .. volumes]),
            ["inspect of networks"] = await DockerCommand.RunAsync(["network", "inspect", .. networks]),
            ["top"] = await DockerCommand.RunAsync("top", instance.Container, "-ef", "ww"),
            ["environment"] = await DockerCommand.RunAsync("exec", "--user", "odoo", instance.Container, "cat", "/proc/1/environ"),
            ["log of the container"] = await LogAsync(instance),
            ["log of the platform"] = string.Join('\n', platform.Log.Lines),
            ["events"] = await TableAsync(platform, "events"),
            ["event deliveries"] = await TableAsync(platform, "event_deliveries"),
            ["operations"] = await TableAsync(platform, "operations"),
            ["instances"] = await TableAsync(platform, "instances"),
        };
    }

    /// <summary>Names of the places that hold the value as it is, or as base64, URL or JSON would write it.</summary>
    public static IReadOnlyList<string> Of(string value, IReadOnlyDictionary<string, string> places)
    {
        string[] forms =
        [
            value,
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value)).TrimEnd('='),
            Uri.EscapeDataString(value),
            System.Text.Json.JsonEncodedText.Encode(value).ToString(),
        ];
        return [.. places.Where(p => forms.Any(form => p.Value.Contains(form, StringComparison.Ordinal))).Select(p => p.Key)];
    }

    private static async Task<string> LogAsync(OdooInstance instance)
    {
        var log = await DockerCommand.TryAsync("logs", instance.Container);
        return log.Output + log.Errors;
    }

    private static async Task<string> TableAsync(OdooPlatform platform, string table) =>
        string.Join('\n', await platform.Database.Server.ColumnAsync($"select row_to_json(t)::text from {table} t", platform.DatabaseName));
}
