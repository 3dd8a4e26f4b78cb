using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Customers;

/// <summary>The time zones of the IANA database, the same on every host.</summary>
public interface ITimeZones
{
    /// <summary>The canonical name of a zone; null when none is given. 422 <c>timezone.unknown</c> when there is no zone of that name.</summary>
    Result<string?> Canonical(string? name);
}
