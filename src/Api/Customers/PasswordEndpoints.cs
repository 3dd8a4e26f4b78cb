using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Customers;

namespace SaaSOdoo.Api.Customers;

/// <summary>Choosing a new password: with the link of a mail, or with the old one.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Customers");

        auth.MapPost("/password-reset", Request).AllowAnonymous().WithName("request_password_reset").WithSummary("Send a mail to choose a new password, if there is such an account")
            .IpRateLimited().WithMinimumResponseTime().Takes(CustomerExamples.ResetRequest).Answers(StatusCodes.Status202Accepted);
        auth.MapPost("/password-reset/complete", Complete).AllowAnonymous().WithName("complete_password_reset").WithSummary("Choose a new password with the token of the mail; all sessions end")
            .IpRateLimited().Takes(CustomerExamples.Reset).Answers(StatusCodes.Status204NoContent);
        auth.MapPost("/password-change", Change).SessionOnly().WithName("change_password").WithSummary("Choose a new password; all other sessions end")
            .IpRateLimited().Takes(CustomerExamples.PasswordChange).Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Request(RequestPasswordReset command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToAccepted();

    private static async Task<IResult> Complete(CompletePasswordReset command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();

    private static async Task<IResult> Change(ChangePassword command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();
}
