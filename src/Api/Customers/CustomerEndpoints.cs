using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Api.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/customers/me").WithTags("Customers");

        me.MapGet("/", Read).Needs(Scopes.AccountRead).WithName("get_profile").WithSummary("What the caller says about themselves")
            .Answers(StatusCodes.Status200OK, CustomerExamples.Profile);
        me.MapPut("/", Change).SessionOnly().WithName("update_profile").WithSummary("Replace the profile; the e-mail address stays")
            .Takes(CustomerExamples.ProfileChange).Answers(StatusCodes.Status200OK, CustomerExamples.Profile);
        me.MapGet("/preferences", GetPreferences).Needs(Scopes.AccountRead).WithName("get_preferences").WithSummary("Which mails the caller wants and how things are shown")
            .Answers(StatusCodes.Status200OK, CustomerExamples.Preferences);
        me.MapPut("/preferences", UpdatePreferences).SessionOnly().WithName("update_preferences").WithSummary("Replace the preferences")
            .Takes(CustomerExamples.PreferencesChange).Answers(StatusCodes.Status200OK, CustomerExamples.Preferences);
        me.MapPost("/deactivate", Deactivate).SessionOnly().AsksForSecondFactor().WithName("deactivate_account").WithSummary("Close the account; an operator can open it again")
            .Answers(StatusCodes.Status204NoContent);
        me.MapDelete("/", Delete).SessionOnly().IpRateLimited().AsksForSecondFactor().WithName("delete_account").WithSummary("Erase the account for good, when no instance is live")
            .Takes(CustomerExamples.Deletion).Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Read(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetProfile(), cancellationToken)).ToOk();

    private static async Task<IResult> Change(
        ProfileBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(body.ToCommand(ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> GetPreferences(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetPreferences(), cancellationToken)).ToOk();

    private static async Task<IResult> UpdatePreferences(
        PreferencesBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdatePreferences(body.ToPreferences(), ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> Deactivate(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeactivateAccount(), cancellationToken)).ToNoContent();

    private static async Task<IResult> Delete([FromBody] DeleteAccount command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();

    /// <summary>The whole profile: what is left out is emptied.</summary>
    internal sealed record ProfileBody(
        string FirstName,
        string LastName,
        string? Phone = null,
        string? Company = null,
        string? Country = null,
        string? Timezone = null,
        string? Language = null,
        string? AvatarUrl = null,
        bool MarketingConsent = false)
    {
        public UpdateProfile ToCommand(IfMatch? ifMatch) =>
            new(FirstName, LastName, Phone, Company, Country, Timezone, Language, AvatarUrl, MarketingConsent, ifMatch);
    }

    /// <summary>All preferences: what is left out takes its default.</summary>
    internal sealed record PreferencesBody(
        MailSwitches? Notifications = null,
        Theme Theme = Theme.System,
        DateFormat DateFormat = DateFormat.YearMonthDay,
        TimeFormat TimeFormat = TimeFormat.Hours24,
        string Currency = "USD")
    {
        public CustomerPreferences ToPreferences() => new()
        {
            Notifications = Notifications ?? new(),
            Theme = Theme,
            DateFormat = DateFormat,
            TimeFormat = TimeFormat,
            Currency = Currency,
        };
    }
}
