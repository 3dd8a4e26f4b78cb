using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.SecondFactor;

namespace SaaSOdoo.Api.SecondFactor;

internal static class SecondFactorEndpoints
{
    public static void MapSecondFactor(this RouteGroupBuilder api)
    {
        var factor = api.MapGroup("/auth/second-factor").WithTags("Second factor");

        factor.MapGet("/", Read).SessionOnly().WithName("get_second_factor").WithSummary("Whether a second factor is on")
            .Answers(StatusCodes.Status200OK, new SecondFactorDto(Enabled: true, At, RecoveryCodesLeft: 10));
        factor.MapPost("/", Enrol).SessionOnly().WithName("enrol_second_factor").WithSummary("Make a secret for an authenticator program; it is shown once")
            .IpRateLimited().Takes(new EnrolSecondFactor("Correct-Horse-7")).Answers(StatusCodes.Status200OK, Enrolment);
        factor.MapPost("/confirm", Confirm).SessionOnly().WithName("confirm_second_factor")
            .WithSummary("Switch the second factor on with a first code; the recovery codes are shown once")
            .IpRateLimited().Takes(new ConfirmSecondFactor("492039")).Answers(StatusCodes.Status200OK, Codes).AlsoRefuses(StatusCodes.Status404NotFound);
        factor.MapPost("/recovery-codes", Renew).SessionOnly().WithName("renew_recovery_codes").WithSummary("Make new recovery codes; the old ones are void")
            .AsksForSecondFactor().Answers(StatusCodes.Status200OK, Codes).AlsoRefuses(StatusCodes.Status404NotFound);
        factor.MapDelete("/", Disable).SessionOnly().WithName("disable_second_factor").WithSummary("Switch the second factor off")
            .AsksForSecondFactor().Answers(StatusCodes.Status204NoContent).AlsoRefuses(StatusCodes.Status404NotFound);
    }

    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly EnrolmentDto Enrolment = new(
        "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        "otpauth://totp/SaaSOdoo:tendai%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=SaaSOdoo&algorithm=SHA1&digits=6&period=30",
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 57 57" shape-rendering="crispEdges"><path fill="#000000" d="M4 4h7v1h-7z"/></svg>""");

    private static readonly RecoveryCodesDto Codes = new(["K5QX-3RNA-7TWE-ZB2M", "M2PL-VH6D-Q4YC-JS7G"]);

    private static async Task<IResult> Read(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetSecondFactor(), cancellationToken)).ToOk();

    private static async Task<IResult> Enrol(EnrolSecondFactor command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToOk();

    private static async Task<IResult> Confirm(ConfirmSecondFactor command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToOk();

    private static async Task<IResult> Renew(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RenewRecoveryCodes(), cancellationToken)).ToOk();

    private static async Task<IResult> Disable(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DisableSecondFactor(), cancellationToken)).ToNoContent();
}
