using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Customers;

/// <summary>
/// Closes the caller's account: its sessions and API keys die at once, and its tenants are suspended unless another owner runs them. Only an
/// operator can open it again; the tenants are then activated by their owner.
/// </summary>
public sealed record DeactivateAccount : ICommand, INeedsSecondFactor;

internal sealed class DeactivateAccountHandler(IAppDb db, ICaller caller, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<DeactivateAccount, Result>
{
    public async Task<Result> Handle(DeactivateAccount command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var closed = await db.DeactivateAsync(customer, outbox, now, cancellationToken);
        if (closed.IsFailure)
            return closed;

        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
