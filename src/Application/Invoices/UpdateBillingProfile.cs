using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Changes what stands on the caller's invoices from now on; those that were issued stay.</summary>
/// <param name="Name">Null: the account's company or name.</param>
/// <param name="IfMatch">412 when it was changed since; null changes it in any case.</param>
public sealed record UpdateBillingProfile(
    Optional<string> Name, Optional<string> Address, Optional<string> Tin, Optional<string> VatNumber, IfMatch? IfMatch) : ICommand<BillingProfileDto>;

internal sealed class UpdateBillingProfileValidator : AbstractValidator<UpdateBillingProfile>
{
    public UpdateBillingProfileValidator()
    {
        RuleFor(c => c.Name).Follows(name => name.Value is null ? Result.Success : Failure(BillingProfile.CheckName(name.Value)));
        RuleFor(c => c.Address).FollowsWhenGiven(BillingProfile.CheckAddress);
        RuleFor(c => c.Tin).FollowsWhenGiven(tin => BillingProfile.CheckRegistration("tin", tin));
        RuleFor(c => c.VatNumber).FollowsWhenGiven(number => BillingProfile.CheckRegistration("vat_number", number));
    }

    private static Result Failure(Result<string> check) => check.IsFailure ? check.Error : Result.Success;
}

internal sealed class UpdateBillingProfileHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<UpdateBillingProfile, Result<BillingProfileDto>>
{
    public async Task<Result<BillingProfileDto>> Handle(UpdateBillingProfile command, CancellationToken cancellationToken)
    {
        // One at a time, also the first.
        await db.LockCustomerAsync(caller.CustomerId, cancellationToken);
        var current = await db.BillingProfileOfAsync(caller.CustomerId, cancellationToken);
        if (IfMatch.Check(command.IfMatch, current.Version) is { IsFailure: true } outdated)
            return outdated.Error;

        var profile = await db.BillingProfiles.SingleOrDefaultAsync(p => p.CustomerId == caller.CustomerId, cancellationToken);
        if (profile is null)
            db.BillingProfiles.Add(profile = BillingProfile.Of(caller.CustomerId));
        var changed = profile.Change(
            command.Name.Or(current.Name) ?? await AccountsNameAsync(cancellationToken), command.Address.Or(current.Address), command.Tin.Or(current.Tin),
            command.VatNumber.Or(current.VatNumber), clock.GetUtcNow());
        if (changed.IsFailure)
            return changed.Error;

        await db.SaveChangesAsync(cancellationToken);
        return await db.BillingProfileOfAsync(caller.CustomerId, cancellationToken);
    }

    private async Task<string> AccountsNameAsync(CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var of = await db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => new { c.Company, c.Name }).SingleAsync(cancellationToken);
        return BillingProfileViews.AccountsName(of.Company, of.Name);
    }
}
