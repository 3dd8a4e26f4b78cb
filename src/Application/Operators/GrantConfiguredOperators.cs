using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>Makes those whom the configuration names operators, as soon as their address is proved.</summary>
internal sealed class GrantConfiguredOperators(IAppDb db, IOptions<OperatorOptions> options) : EventConsumer<CustomerEmailVerified>
{
    public override string Name => "grant_configured_operators";

    protected override async Task ConsumeAsync(CustomerEmailVerified domainEvent, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.SingleAsync(c => c.Id == domainEvent.CustomerId, cancellationToken);
        if (!options.Value.Names(customer.Email))
            return;

        customer.GrantAdmin();
        await db.SaveChangesAsync(cancellationToken);
    }
}
