using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Customers;

/// <summary>Whether there is such a customer, deleted ones not counted, for an operator who wants to act for them.</summary>
public interface ICustomerLookup
{
    Task<bool> ExistsAsync(CustomerId id, CancellationToken cancellationToken);

    /// <summary>Whether they have a second factor that is switched on.</summary>
    Task<bool> HasSecondFactorAsync(CustomerId id, CancellationToken cancellationToken);
}
