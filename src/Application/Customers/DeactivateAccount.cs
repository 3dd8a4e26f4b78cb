using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mails;

namespace SaaSOdoo.Application.Customers;

/// <summary>
/// Closes the caller's account: its sessions and API keys die at once, and its tenants are suspended unless another owner runs them. Only an
/// operator can open it again; the tenants are then activated by their owner.
/// </summary>
public sealed record DeactivateAccount : ICommand;

internal sealed class DeactivateAccountValidator : AbstractValidator<DeactivateAccount>;

internal sealed class DeactivateAccountHandler(IAppDb db, ICaller caller, IMailbox mailbox, TimeProvider clock)
    : IRequestHandler<DeactivateAccount, Result>
{
    public async Task<Result> Handle(DeactivateAccount command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await HandlerTransaction.BeginAsync(db, cancellationToken);
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        if (customer.Deactivate(now) is { IsFailure: true } refused)
            return refused;
        if (await db.SuspendTenantsAsync(customer.Id, now, cancellationToken) is { IsFailure: true } kept)
            return kept;

        await db.EndAccessAsync(customer.Id, now, cancellationToken);
        mailbox.PostHappened(MailTemplate.AccountDeactivated, customer, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Result.Success;
    }
}
