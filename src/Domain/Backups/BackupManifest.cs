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
    long DumpBytes);
