using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>Replaces the caller's preferences; what is left out takes its default.</summary>
/// <param name="IfMatch">412 when they were changed since; null changes them in any case.</param>
public sealed record UpdatePreferences(CustomerPreferences Preferences, IfMatch? IfMatch) : ICommand<PreferencesDto>;

internal sealed class UpdatePreferencesValidator : AbstractValidator<UpdatePreferences>
{
    public UpdatePreferencesValidator() => RuleFor(c => c.Preferences.Currency).Follows(code => Currency.Create("currency", code));
}

internal sealed class UpdatePreferencesHandler(IAppDb db, ICaller caller) : IRequestHandler<UpdatePreferences, Result<PreferencesDto>>
{
    public async Task<Result<PreferencesDto>> Handle(UpdatePreferences command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var unchanged = IfMatch.Check(command.IfMatch, (uint)customer.PreferencesVersion);
        if (unchanged.IsFailure)
            return unchanged.Error;

        customer.Prefer(command.Preferences);
        await db.SaveChangesAsync(cancellationToken);
        return PreferencesDto.From(customer);
    }
}
