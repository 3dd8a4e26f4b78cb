using System.Text.RegularExpressions;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Where an archive is: <c>tenant/instance/backup.zip</c>, made of ids. Nothing else passes, and so nothing that leads elsewhere.</summary>
internal static partial class ArchiveLocation
{
    public static string Checked(string location) =>
        Shape().IsMatch(location) ? location : throw new ArgumentException($"Not a location of an archive: {location}", nameof(location));

    public static string TenantOf(string location) => Checked(location).Split('/')[0];

    [GeneratedRegex(@"\A[a-z0-9-]{1,36}/[a-z0-9-]{1,36}/[a-z0-9-]{1,60}\.zip\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}
