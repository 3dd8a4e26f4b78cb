using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>Changes what the caller says about themselves. The e-mail address stays.</summary>
/// <param name="IfMatch">412 when the profile was changed since; null changes it in any case.</param>
public sealed record UpdateProfile(ProfileChange Change, IfMatch? IfMatch) : ICommand<ProfileDto>;

public sealed record ProfileChange(
    Optional<string> FirstName = default,
    Optional<string> LastName = default,
    Optional<string> Phone = default,
    Optional<string> Company = default,
    Optional<string> Country = default,
    Optional<string> Timezone = default,
    Optional<string> Language = default,
    Optional<string> AvatarUrl = default,
    Optional<bool?> MarketingConsent = default)
{
    internal Result<CustomerProfile> Of(Customer customer, ProfileFactory profiles) => profiles.Create(
        FirstName.Or(customer.Name.First), LastName.Or(customer.Name.Last), Phone.Or(customer.Phone), Company.Or(customer.Company),
        Country.Or(customer.Country), Timezone.Or(customer.Timezone), Language.Or(customer.Language), AvatarUrl.Or(customer.AvatarUrl));
}

internal sealed class UpdateProfileValidator : AbstractValidator<UpdateProfile>
{
    public UpdateProfileValidator() => RuleFor(c => c.Change).NotNull();
}

internal sealed class UpdateProfileHandler(IAppDb db, ICaller caller, ProfileFactory profiles) : IRequestHandler<UpdateProfile, Result<ProfileDto>>
{
    public async Task<Result<ProfileDto>> Handle(UpdateProfile command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var unchanged = IfMatch.Check(command.IfMatch, (uint)customer.ProfileVersion);
        if (unchanged.IsFailure)
            return unchanged.Error;

        var profile = command.Change.Of(customer, profiles);
        if (profile.IsFailure)
            return profile.Error;

        customer.UpdateProfile(profile.Value, command.Change.MarketingConsent.Or(customer.MarketingConsent, byDefault: false));
        await db.SaveChangesAsync(cancellationToken);
        return ProfileDto.Of(customer);
    }
}
