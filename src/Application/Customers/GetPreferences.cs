using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>How the caller wants to be shown things, and which mails they want.</summary>
public sealed record GetPreferences : IQuery<PreferencesDto>;

public sealed record PreferencesDto(
    MailSwitches Notifications, Theme Theme, DateFormat DateFormat, TimeFormat TimeFormat, string Currency, uint Version) : IVersioned
{
    internal static PreferencesDto From(Customer customer) => new(
        customer.Preferences.Notifications, customer.Preferences.Theme, customer.Preferences.DateFormat, customer.Preferences.TimeFormat,
        customer.Preferences.Currency, (uint)customer.PreferencesVersion);
}

internal sealed class GetPreferencesHandler(IAppDb db, ICaller caller) : IRequestHandler<GetPreferences, Result<PreferencesDto>>
{
    public async Task<Result<PreferencesDto>> Handle(GetPreferences query, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        return PreferencesDto.From(await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken));
    }
}
