using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.ApiKeys;

namespace SaaSOdoo.Api.Customers;

internal static class CustomerEndpoints
{
    public static void MapCustomers(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/customers/me").WithTags("Customers");

        me.MapGet("/", Read).Needs(Scopes.AccountRead).WithName("get_profile").WithSummary("What the caller says about themselves")
            .Answers(StatusCodes.Status200OK, CustomerExamples.Profile);
        me.MapPut("/", Change).SessionOnly().WithName("update_profile").WithSummary("Change the profile; the e-mail address stays")
            .Takes(CustomerExamples.ProfileChange).Answers(StatusCodes.Status200OK, CustomerExamples.Profile)
            .TakesBack<ProfileChange, ProfileDto>(_ => new GetProfile(), "email_verified", "last_login_at");
        me.MapGet("/preferences", GetPreferences).Needs(Scopes.AccountRead).WithName("get_preferences").WithSummary("Which mails the caller wants and how things are shown")
            .Answers(StatusCodes.Status200OK, CustomerExamples.Preferences);
        me.MapPut("/preferences", UpdatePreferences).SessionOnly().WithName("update_preferences").WithSummary("Change the preferences")
            .Takes(CustomerExamples.PreferencesChange).Answers(StatusCodes.Status200OK, CustomerExamples.Preferences);
        me.MapPost("/deactivate", Deactivate).SessionOnly().AsksForSecondFactor().WithName("deactivate_account").WithSummary("Close the account; an operator can open it again")
            .Answers(StatusCodes.Status204NoContent);
        me.MapDelete("/", Delete).SessionOnly().IpRateLimited().AsksForSecondFactor().WithName("delete_account").WithSummary("Erase the account for good, when no instance is live")
            .Takes(CustomerExamples.Deletion).Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Read(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetProfile(), cancellationToken)).ToOk();

    private static async Task<IResult> Change(
        ProfileChange body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateProfile(body, ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> GetPreferences(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetPreferences(), cancellationToken)).ToOk();

    private static async Task<IResult> UpdatePreferences(
        PreferencesChange body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdatePreferences(body, ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> Deactivate(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeactivateAccount(), cancellationToken)).ToNoContent();

    private static async Task<IResult> Delete(
        [FromBody] DeletionBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteAccount(body.Password, ifMatch), cancellationToken)).ToNoContent();

    /// <param name="Password">The caller's, as confirmation.</param>
    internal sealed record DeletionBody(string Password)
    {
        // A record prints all its members.
        public override string ToString() => nameof(DeletionBody);
    }
}
