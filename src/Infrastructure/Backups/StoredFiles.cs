using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// The files that attachments name, which Odoo calls by the SHA-1 of their content: <c>ab/ab12…</c>. Held as numbers: there may be millions.
/// </summary>
internal sealed class StoredFiles
{
    private const int HashDigits = 40;
    private readonly HashSet<Name> names = [];

    /// <summary>Attachments whose file has another name: nothing of Odoo's, and perhaps a way out of the folder.</summary>
    public int Strange { get; private set; }

    public int Count => names.Count;

    public void Add(string path)
    {
        if (Name.TryParse(path) is { } name)
            names.Add(name);
        else
            Strange++;
    }

    /// <summary>Whether it is one of them, which it is once.</summary>
    public bool Remove(string path) => Name.TryParse(path) is { } name && names.Remove(name);

    // The folder is the first two digits; before Odoo 8 it was three.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Name(ulong First, ulong Second, uint Third, byte FolderDigits)
    {
        public static Name? TryParse(string path)
        {
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            if (slash is not (2 or 3) || path.Length != slash + 1 + HashDigits)
                return null;

            var digits = path.AsSpan(slash + 1);
            Span<byte> hash = stackalloc byte[HashDigits / 2];
            if (!digits.StartsWith(path.AsSpan(0, slash)) || digits.ContainsAnyInRange('A', 'F')
                || Convert.FromHexString(digits, hash, out _, out _) is not OperationStatus.Done)
                return null;

            return new(
                BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]), BinaryPrimitives.ReadUInt32BigEndian(hash[16..]), (byte)slash);
        }
    }
}
