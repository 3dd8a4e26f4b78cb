using System.Globalization;

namespace SaaSOdoo.Domain.Backups;

/// <summary>What an archive holds, read in the same moment as its data.</summary>
/// <param name="OdooVersion"><c>19.0</c>.</param>
/// <param name="PostgresMajor">Of the server the dump comes from: 15.</param>
/// <param name="Modules">Installed modules with their versions in the database.</param>
/// <param name="Rows">Rows of a few tables everybody has, for comparison after a restore.</param>
/// <param name="Files">Files of the filestore in the archive.</param>
/// <param name="FileBytes">Their bytes, uncompressed.</param>
/// <param name="MissingFiles">Attachments whose file was gone before the backup began.</param>
/// <param name="DumpBytes">Bytes of <c>dump.sql</c>, uncompressed.</param>
public sealed record BackupManifest(
    string OdooVersion,
    int PostgresMajor,
    IReadOnlyDictionary<string, string> Modules,
    IReadOnlyDictionary<string, long> Rows,
    int Files,
    long FileBytes,
    int MissingFiles,
    long DumpBytes)
{
    /// <summary>How what was found differs; null when it does not. In numbers and names of ours: what an archive calls things is a stranger's.</summary>
    public string? DifferenceTo(ArchiveContents found)
    {
        var differences = Rows.Where(r => found.Rows.GetValueOrDefault(r.Key) != r.Value)
            .Select(r => Differs($"rows of {r.Key}", r.Value, found.Rows.GetValueOrDefault(r.Key))).ToList();
        if (Files != found.Files)
            differences.Add(Differs("files", Files, found.Files));
        var missing = Modules.Count(m => found.Modules.GetValueOrDefault(m.Key) != m.Value);
        if (missing > 0 || Modules.Count != found.Modules.Count)
            differences.Add($"{Differs("modules", Modules.Count, found.Modules.Count)}, {missing} of them others");
        return differences.Count == 0 ? null : $"The backup was made of {string.Join("; ", differences)}.";
    }

    private static string Differs(string what, long made, long found) =>
        string.Create(CultureInfo.InvariantCulture, $"{made} {what} and the archive has {found}");
}
