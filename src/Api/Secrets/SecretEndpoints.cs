using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Api.Secrets;

internal static class SecretEndpoints
{
    private const string Path = "/api/v1/admin/secrets/rotation";

    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly SecretKeysDto Example = new(
        Remaining: 41,
        [
            new(Guid.Parse("4c1f2c66-9d54-4b8e-9d52-0f2b1f6a7c11"), InUse: true, Secrets: 7, At, At.AddDays(90)),
            new(Guid.Parse("b0a3c9de-3a50-4e6b-8f3c-6d1e2f708192"), InUse: false, Secrets: 41, At.AddDays(-60), At.AddDays(30)),
        ]);

    public static void MapSecrets(this RouteGroupBuilder api)
    {
        var rotation = api.MapGroup("/admin/secrets/rotation").WithTags("Secrets");
        rotation.MapPost("/", Rotate).AdminOnly().AsksForSecondFactor().WithName("rotate_secrets").WithSummary("Encrypt with a new key from now on, and anew what is stored")
            .WithDescription("A job encrypts anew what is stored under older keys; `remaining` says how much that is.")
            .Answers(StatusCodes.Status202Accepted, Example);
        rotation.MapGet("/", Read).AdminOnly().WithName("get_secret_keys").WithSummary("The keys, and how many stored secrets each encrypts")
            .Answers(StatusCodes.Status200OK, Example);
    }

    private static async Task<IResult> Rotate(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RotateSecrets(), cancellationToken)).ToAccepted(_ => Path);

    private static async Task<IResult> Read(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetSecretKeys(), cancellationToken)).ToOk();
}
