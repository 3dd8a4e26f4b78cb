using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>Makes a customer an operator, or an operator a customer again. Nobody takes the role from themselves by mistake.</summary>
/// <param name="IfMatch">412 when the account was changed since; null changes it in any case.</param>
public sealed record ChangeRoles(CustomerId Id, Optional<bool?> Admin, IfMatch? IfMatch) : ICommand<CustomerRecordDto>, IOperatorCommand
{
    CustomerId? INeedsSecondFactor.Other => Id;
}

internal sealed class ChangeRolesHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<ChangeRoles, Result<CustomerRecordDto>>
{
    public async Task<Result<CustomerRecordDto>> Handle(ChangeRoles command, CancellationToken cancellationToken)
    {
        var customer = await db.CustomersSeenBy(caller).SingleOrDefaultAsync(c => c.Id == command.Id, cancellationToken);
        if (customer is null)
            return CustomerErrors.NotFound();
        if (IfMatch.Check(command.IfMatch, customer) is { IsFailure: true } outdated)
            return outdated.Error;
        caller.Notes.Concerns(command.Id);
        var admin = command.Admin.Or(customer.Roles.Contains(CustomerRoles.Admin, StringComparer.Ordinal), byDefault: false);
        if (!admin && command.Id == caller.CustomerId)
            return CustomerErrors.OwnRole;

        var now = clock.GetUtcNow();
        if (admin)
            customer.GrantAdmin(now);
        else
            customer.RevokeAdmin(now);
        await db.SaveChangesAsync(cancellationToken);
        return await db.Customers.AsNoTracking().Where(c => c.Id == command.Id).AsRecords().SingleAsync(cancellationToken);
    }
}
