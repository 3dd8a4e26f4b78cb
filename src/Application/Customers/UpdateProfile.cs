using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>Replaces what the caller says about themselves; what is left out is emptied. The e-mail address stays.</summary>
/// <param name="IfMatch">412 when the profile was changed since; null changes it in any case.</param>
public sealed record UpdateProfile(
    string FirstName,
    string LastName,
    string? Phone,
    string? Company,
    string? Country,
    string? Timezone,
    string? Language,
    string? AvatarUrl,
    bool MarketingConsent,
    IfMatch? IfMatch) : ICommand<ProfileDto>
{
    internal Result<CustomerProfile> Profile(ProfileFactory profiles) =>
        profiles.Create(FirstName, LastName, Phone, Company, Country, Timezone, Language, AvatarUrl);
}

internal sealed class UpdateProfileValidator : AbstractValidator<UpdateProfile>
{
    public UpdateProfileValidator(ProfileFactory profiles) => RuleFor(c => c).Follows(c => c.Profile(profiles));
}

internal sealed class UpdateProfileHandler(IAppDb db, ICaller caller, ProfileFactory profiles) : IRequestHandler<UpdateProfile, Result<ProfileDto>>
{
    public async Task<Result<ProfileDto>> Handle(UpdateProfile command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var unchanged = IfMatch.Check(command.IfMatch, (uint)customer.ProfileVersion);
        if (unchanged.IsFailure)
            return unchanged.Error;

        customer.UpdateProfile(command.Profile(profiles).Value, command.MarketingConsent);
        await db.SaveChangesAsync(cancellationToken);
        return ProfileDto.Of(customer);
    }
}
