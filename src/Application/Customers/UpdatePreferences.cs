using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>Changes the caller's preferences.</summary>
/// <param name="IfMatch">412 when they were changed since; null changes them in any case.</param>
public sealed record UpdatePreferences(PreferencesChange Change, IfMatch? IfMatch) : ICommand<PreferencesDto>;

public sealed record PreferencesChange(
    Optional<MailSwitchesChange> Notifications = default,
    Optional<Theme?> Theme = default,
    Optional<DateFormat?> DateFormat = default,
    Optional<TimeFormat?> TimeFormat = default,
    Optional<string> Currency = default)
{
    internal CustomerPreferences Of(CustomerPreferences current)
    {
        var byDefault = CustomerPreferences.Default;
        return new()
        {
            Notifications = !Notifications.IsGiven ? current.Notifications : Notifications.Value?.Of(current.Notifications) ?? byDefault.Notifications,
            Theme = Theme.Or(current.Theme, byDefault.Theme),
            DateFormat = DateFormat.Or(current.DateFormat, byDefault.DateFormat),
            TimeFormat = TimeFormat.Or(current.TimeFormat, byDefault.TimeFormat),
            Currency = Currency.Or(current.Currency, byDefault.Currency)!,
        };
    }
}

/// <param name="Instances">What happened to instances and their backups.</param>
/// <param name="BillingReminders">Invoices, payments, the end of a trial.</param>
/// <param name="Product">News of the product.</param>
public sealed record MailSwitchesChange(
    Optional<bool?> Instances = default, Optional<bool?> BillingReminders = default, Optional<bool?> Product = default)
{
    internal MailSwitches Of(MailSwitches current)
    {
        var byDefault = CustomerPreferences.Default.Notifications;
        return new(
            Instances.Or(current.Instances, byDefault.Instances), BillingReminders.Or(current.BillingReminders, byDefault.BillingReminders),
            Product.Or(current.Product, byDefault.Product));
    }
}

internal sealed class UpdatePreferencesValidator : AbstractValidator<UpdatePreferences>
{
    public UpdatePreferencesValidator() => RuleFor(c => c.Change.Currency)
        .FollowsWhenGiven(code => Currency.Create("currency", code ?? CustomerPreferences.Default.Currency));
}

internal sealed class UpdatePreferencesHandler(IAppDb db, ICaller caller) : IRequestHandler<UpdatePreferences, Result<PreferencesDto>>
{
    public async Task<Result<PreferencesDto>> Handle(UpdatePreferences command, CancellationToken cancellationToken)
    {
        var customer = (await db.LockedCustomerAsync(caller.CustomerId, cancellationToken))!;
        var unchanged = IfMatch.Check(command.IfMatch, (uint)customer.PreferencesVersion);
        if (unchanged.IsFailure)
            return unchanged.Error;

        customer.Prefer(command.Change.Of(customer.Preferences));
        await db.SaveChangesAsync(cancellationToken);
        return PreferencesDto.From(customer);
    }
}
