using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>The <c>manifest.json</c> that Odoo itself puts into its archives. It reads none of it; people and their tools do.</summary>
internal static class OdooManifest
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Default };

    public static byte[] Of(InstanceData data, BackupManifest manifest)
    {
        var json = new JsonObject
        {
            ["odoo_dump"] = "1",
            ["db_name"] = data.Database,
            ["version"] = data.OdooVersion,
            ["version_info"] = VersionInfo(data.OdooVersion),
            ["major_version"] = data.OdooVersion,
            // Odoo divides the server's number wrongly since PostgreSQL 10: 15.18 is "15.0" there.
            ["pg_version"] = $"{manifest.PostgresMajor}.0",
            ["modules"] = new JsonObject(manifest.Modules.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))),
            ["saasodoo"] = new JsonObject
            {
                ["rows"] = new JsonObject(manifest.Rows.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value))),
                ["files"] = manifest.Files,
                ["file_bytes"] = manifest.FileBytes,
                ["missing_files"] = manifest.MissingFiles,
                ["dump_bytes"] = manifest.DumpBytes,
            },
        };
        return JsonSerializer.SerializeToUtf8Bytes(json, Indented);
    }

    // Odoo's own, as (19, 0, 0, "final", 0, "").
    private static JsonArray VersionInfo(string version)
    {
        var numbers = version.Split('.').Select(n => int.TryParse(n, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return [numbers[0], numbers.ElementAtOrDefault(1), 0, "final", 0, ""];
    }
}
