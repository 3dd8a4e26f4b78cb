using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>An account as operators see it.</summary>
/// <param name="LockedUntil">Too many failed logins; null or past: not locked.</param>
public sealed record CustomerRecordDto(
    CustomerId Id,
    string Email,
    string FirstName,
    string LastName,
    string? Company,
    string? Country,
    List<string> Roles,
    CustomerStatus Status,
    DateTimeOffset? EmailVerifiedAt,
    DateTimeOffset? LockedUntil,
    DateTimeOffset? LastLoginAt,
    DateTimeOffset CreatedAt,
    uint Version) : IVersioned;

internal static class CustomerRecords
{
    public static IQueryable<CustomerRecordDto> AsRecords(this IQueryable<Customer> customers) => customers.Select(c => new CustomerRecordDto(
        c.Id, c.Email.Value, c.Name.First, c.Name.Last, c.Company, c.Country, c.Roles, c.Status, c.EmailVerifiedAt, c.LockedUntil,
        c.LastLoginAt, c.CreatedAt, c.Version));
}
