using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Sessions;

internal static class SessionEndpoints
{
    public static void MapSessions(this RouteGroupBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Sessions");

        auth.MapPost("/login", LogIn).AllowAnonymous().WithName("log_in").WithSummary("Open a session")
            .IpRateLimited().Takes(SessionExamples.LogIn).Answers(StatusCodes.Status200OK, SessionExamples.Login)
            .AlsoRefuses(StatusCodes.Status401Unauthorized);
        auth.MapPost("/logout", LogOut).SessionOnly().WithName("log_out").WithSummary("End the presented session")
            .Answers(StatusCodes.Status204NoContent);
        auth.MapGet("/sessions", Sessions).SessionOnly().WithName("list_sessions").WithSummary("List the caller's live sessions")
            .Answers(StatusCodes.Status200OK, SessionExamples.Sessions);
        auth.MapDelete("/sessions/{id}", Revoke).SessionOnly().WithName("revoke_session").WithSummary("End one of the caller's sessions")
            .Answers(StatusCodes.Status204NoContent);
        auth.MapDelete("/sessions", RevokeOthers).SessionOnly().WithName("revoke_other_sessions").WithSummary("End all sessions but the presented one")
            .Answers(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> LogIn(LogIn command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToOk();

    private static async Task<IResult> LogOut(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new LogOut(), cancellationToken)).ToNoContent();

    private static async Task<IResult> Sessions([AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListSessions(page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Revoke(SessionId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeSession(id), cancellationToken)).ToNoContent();

    private static async Task<IResult> RevokeOthers(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeOtherSessions(), cancellationToken)).ToNoContent();
}
