using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>Closes a customer's account, as they could themselves. Changes nothing when it is closed.</summary>
public sealed record DeactivateCustomer(CustomerId Id) : ICommand<CustomerRecordDto>, IOperatorCommand
{
    CustomerId? INeedsSecondFactor.Other => Id;
}

internal sealed class DeactivateCustomerHandler(IAppDb db, ICaller caller, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<DeactivateCustomer, Result<CustomerRecordDto>>
{
    public async Task<Result<CustomerRecordDto>> Handle(DeactivateCustomer command, CancellationToken cancellationToken)
    {
        if (command.Id == caller.CustomerId)
            return CustomerErrors.OwnAccount;

        caller.Notes.Concerns(command.Id);
        var customer = await db.LockedCustomerAsync(command.Id, cancellationToken);
        if (customer is null || !caller.MaySee(command.Id))
            return CustomerErrors.NotFound();

        if (customer.Status is not CustomerStatus.Deactivated)
        {
            var closed = await db.DeactivateAsync(customer, outbox, clock.GetUtcNow(), cancellationToken);
            if (closed.IsFailure)
                return closed.Error;
            await db.SaveChangesAsync(cancellationToken);
        }

        return await db.Customers.AsNoTracking().Where(c => c.Id == command.Id).AsRecords().SingleAsync(cancellationToken);
    }
}
