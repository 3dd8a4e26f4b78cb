using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Customers;

/// <summary>
/// Erases the caller: personal fields, sessions, keys, links, mails, invitations; tenants that are theirs alone are terminated, others left. The address
/// is free again. What the law wants kept (subscriptions, invoices) and the one trial stay, under the id alone. 409
/// <c>customer.has_live_instances</c>, <c>customer.has_credit</c>, <c>customer.has_open_payment</c>; 422 <c>password.incorrect</c>, of which five in a row lock.
/// </summary>
/// <param name="Password">The caller's, as confirmation.</param>
/// <param name="IfMatch">412 when the profile was changed since; null deletes it in any case.</param>
public sealed record DeleteAccount(string Password, IfMatch? IfMatch = null) : ICommand, INeedsSecondFactor, ICountsFailures
{
    public override string ToString() => nameof(DeleteAccount);
}

internal sealed class DeleteAccountValidator : AbstractValidator<DeleteAccount>
{
    public DeleteAccountValidator() => RuleFor(c => c.Password).Follows(password => PasswordPolicy.CheckTyped("password", password));
}

internal sealed class DeleteAccountPreparation(CallersPassword password) : IPreparation<DeleteAccount>
{
    public Task PrepareAsync(DeleteAccount command, CancellationToken cancellationToken) =>
        password.CompareAsync(command.Password, cancellationToken);
}

internal sealed class DeleteAccountHandler(
    IAppDb db, CallersPassword password, ICaller caller, AccountSettlement settlement, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<DeleteAccount, Result>
{
    public async Task<Result> Handle(DeleteAccount command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        if (IfMatch.Check(command.IfMatch, (uint)customer.ProfileVersion) is { IsFailure: true } outdated)
            return outdated;

        var answer = customer.ConfirmPassword("password", password.IsOf(customer), now);
        if (!answer.IsFailure)
            answer = await DeleteAsync(customer, now, cancellationToken);

        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private async Task<Result> DeleteAsync(Customer customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tenants = await db.LockWithMembersOfAsync(customer.Id, cancellationToken);
        var own = tenants.Where(t => t.IsOwnedOnlyBy(customer.Id)).Select(t => t.Id).ToList();
        var live = await db.LiveInstancesAsync(own, cancellationToken);
        if (await db.MoneyUnderWayAsync(customer.Id, cancellationToken) is { } money)
            return money;

        return await settlement.OrAsItWasAsync(() => EndAsync(customer, tenants, live, now, cancellationToken), cancellationToken);
    }

    private async Task<Result> EndAsync(Customer customer, List<Tenant> tenants, int live, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unsettled = await settlement.UnsettledAsync(customer.Id, cancellationToken);
        var (address, name) = (customer.Email, customer.Name);
        if (customer.Delete(live, now) is { IsFailure: true } refused)
            return refused;

        await db.EraseAsync(customer.Id, address, now, cancellationToken);
        outbox.PostFarewell(address, name, now);
        await db.LeaveAsync(tenants, customer.Id, now, cancellationToken);
        return await settlement.SettleAsync(customer.Id, unsettled, cancellationToken) is { } left ? left : Result.Success;
    }
}
