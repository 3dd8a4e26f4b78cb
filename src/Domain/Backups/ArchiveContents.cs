namespace SaaSOdoo.Domain.Backups;

/// <summary>What was found in an archive, to be compared with its <see cref="BackupManifest"/>.</summary>
/// <param name="Modules">Installed modules with their versions in the database.</param>
/// <param name="Rows">Of the tables that are counted.</param>
/// <param name="Files">Of the filestore.</param>
public sealed record ArchiveContents(IReadOnlyDictionary<string, string> Modules, IReadOnlyDictionary<string, long> Rows, int Files);
