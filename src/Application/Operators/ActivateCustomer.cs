using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>Opens a closed account again. Sessions and keys stay dead; tenants stay suspended until an owner activates them.</summary>
public sealed record ActivateCustomer(CustomerId Id) : ICommand<CustomerRecordDto>, IOperatorCommand
{
    CustomerId? INeedsSecondFactor.Other => Id;
}

internal sealed class ActivateCustomerHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<ActivateCustomer, Result<CustomerRecordDto>>
{
    public async Task<Result<CustomerRecordDto>> Handle(ActivateCustomer command, CancellationToken cancellationToken)
    {
        caller.Notes.Concerns(command.Id);
        var customer = await db.LockedCustomerAsync(command.Id, cancellationToken);
        if (customer is null || !caller.MaySee(command.Id))
            return CustomerErrors.NotFound();
        if (customer.Activate(clock.GetUtcNow()) is { IsFailure: true } refused)
            return refused.Error;

        await db.SaveChangesAsync(cancellationToken);
        return await db.Customers.AsNoTracking().Where(c => c.Id == command.Id).AsRecords().SingleAsync(cancellationToken);
    }
}
