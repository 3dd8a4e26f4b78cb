using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Customers;

namespace SaaSOdoo.Api.Customers;

/// <summary>What goes by mail: verifying an address, resetting a password; and changing it.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Sessions");

        auth.MapPost("/verify-email", Verify).AllowAnonymous().WithName("verify_email").WithSummary("Verify the e-mail address with the token of the mail")
            .IpRateLimited().Takes(AccountExamples.Verification).Answers(StatusCodes.Status204NoContent);
        auth.MapPost("/resend-verification", Resend).AllowAnonymous().WithName("resend_verification").WithSummary("Send the verification mail again, if there is reason to")
            .IpRateLimited().WithMinimumResponseTime().Takes(AccountExamples.Resend).Answers(StatusCodes.Status202Accepted);
        auth.MapPost("/password-reset", Request).AllowAnonymous().WithName("request_password_reset").WithSummary("Send a mail to choose a new password, if there is such an account")
            .IpRateLimited().WithMinimumResponseTime().Takes(AccountExamples.ResetRequest).Answers(StatusCodes.Status202Accepted);
        auth.MapPost("/password-reset/complete", Complete).AllowAnonymous().WithName("complete_password_reset").WithSummary("Choose a new password with the token of the mail; all sessions end")
            .IpRateLimited().Takes(AccountExamples.Reset).Answers(StatusCodes.Status204NoContent);
        auth.MapPost("/password-change", Change).SessionOnly().WithName("change_password").WithSummary("Choose a new password; all other sessions end")
            .IpRateLimited().Takes(AccountExamples.PasswordChange).Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Verify(VerifyEmail command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();

    private static async Task<IResult> Resend(ResendVerification command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToAccepted();

    private static async Task<IResult> Request(RequestPasswordReset command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToAccepted();

    private static async Task<IResult> Complete(CompletePasswordReset command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();

    private static async Task<IResult> Change(ChangePassword command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();
}
