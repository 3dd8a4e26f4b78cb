using System.Collections.Frozen;
using NodaTime.TimeZones;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.Customers;

/// <summary>
/// The names that the database lists for the countries (zone.tab) stay as they are: by its links alone Africa/Harare would become
/// Africa/Maputo, because both have had the same time. Old and other names become what they link to.
/// </summary>
internal sealed class TzdbTimeZones : ITimeZones
{
    private const string Utc = "UTC";
    private const string EtcUtc = "Etc/UTC";
    private static readonly FrozenDictionary<string, string> Names = CanonicalNames(TzdbDateTimeZoneSource.Default);

    public Result<string?> Canonical(string? name) =>
        string.IsNullOrEmpty(name) ? (string?)null
        : Names.TryGetValue(name, out var canonical) ? canonical
        : Locale.TimeZoneUnknown;

    private static FrozenDictionary<string, string> CanonicalNames(TzdbDateTimeZoneSource source)
    {
        var listed = source.ZoneLocations!.Select(l => l.ZoneId).ToHashSet(StringComparer.Ordinal);
        return source.CanonicalIdMap.ToFrozenDictionary(
            zone => zone.Key,
            zone => listed.Contains(zone.Key) ? zone.Key : zone.Value == EtcUtc ? Utc : zone.Value,
            StringComparer.Ordinal);
    }
}
