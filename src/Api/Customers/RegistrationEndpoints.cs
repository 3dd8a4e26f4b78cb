using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.ApiKeys;

namespace SaaSOdoo.Api.Customers;

/// <summary>Opening an account and proving its address.</summary>
internal static class RegistrationEndpoints
{
    public static void MapRegistration(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Customers");

        auth.MapPost("/register", Register).AllowAnonymous().WithName("register").WithSummary("Open an account")
            .IpRateLimited().Takes(CustomerExamples.Registration).Answers(StatusCodes.Status201Created, CustomerExamples.Customer);
        auth.MapPost("/verify-email", Verify).AllowAnonymous().WithName("verify_email").WithSummary("Verify the e-mail address with the token of the mail")
            .IpRateLimited().Takes(CustomerExamples.Verification).Answers(StatusCodes.Status204NoContent);
        auth.MapPost("/resend-verification", Resend).AllowAnonymous().WithName("resend_verification").WithSummary("Send the verification mail again, if there is reason to")
            .IpRateLimited().WithMinimumResponseTime().Takes(CustomerExamples.Resend).Answers(StatusCodes.Status202Accepted);
        auth.MapGet("/me", Me).Needs(Scopes.AccountRead).WithName("get_me").WithSummary("The caller's profile, instances and subscription")
            .Answers(StatusCodes.Status200OK, CustomerExamples.Me);
    }

    private static async Task<IResult> Register(RegisterCustomer command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(_ => "/api/v1/auth/me");

    private static async Task<IResult> Verify(VerifyEmail command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToNoContent();

    private static async Task<IResult> Resend(ResendVerification command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToAccepted();

    private static async Task<IResult> Me(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetMe(), cancellationToken)).ToOk();
}
