using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

public sealed record GetCustomer(CustomerId Id) : IQuery<CustomerRecordDto>;

internal sealed class GetCustomerHandler(IAppDb db, ICaller caller) : IRequestHandler<GetCustomer, Result<CustomerRecordDto>>
{
    public async Task<Result<CustomerRecordDto>> Handle(GetCustomer query, CancellationToken cancellationToken)
    {
        var found = await db.CustomersSeenBy(caller).AsNoTracking().Where(c => c.Id == query.Id).AsRecords().SingleOrDefaultAsync(cancellationToken);
        return found is null ? CustomerErrors.NotFound() : found;
    }
}
