using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>All accounts, newest first.</summary>
/// <param name="Email">The whole address; null for all.</param>
public sealed record ListCustomers(Paging Paging, string? Email = null, CustomerStatus? Status = null) : IQuery<Page<CustomerRecordDto>>;

internal sealed class ListCustomersHandler(IAppDb db, ICaller caller) : IRequestHandler<ListCustomers, Result<Page<CustomerRecordDto>>>
{
    public async Task<Result<Page<CustomerRecordDto>>> Handle(ListCustomers query, CancellationToken cancellationToken)
    {
        var customers = db.CustomersSeenBy(caller).AsNoTracking();
        if (query.Email is { } address)
        {
            var email = Email.Create("email", address);
            if (email.IsFailure)
                return email.Error;
            customers = customers.Where(c => c.Email == email.Value);
        }

        if (query.Status is { } status)
            customers = customers.Where(c => c.Status == status);

        return await customers.NewestFirst(query.Paging, c => c.Id).AsRecords().ToPageAsync(query.Paging, c => c.Id.Value, cancellationToken);
    }
}
