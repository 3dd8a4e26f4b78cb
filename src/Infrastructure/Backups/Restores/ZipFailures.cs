namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>What the reader of zip files throws when the fault is the file's.</summary>
internal static class ZipFailures
{
    public static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;
}
