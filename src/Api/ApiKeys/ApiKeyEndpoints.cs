using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.ApiKeys;

internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys");

        keys.MapPost("/", Create).SessionOnly().AsksForSecondFactor().WithName("create_api_key").WithSummary("Make a key for programs; it is shown once")
            .Takes(new CreateApiKey(Example.Name, Example.Scopes, Example.ExpiresAt))
            .Answers(StatusCodes.Status201Created, new NewApiKeyDto(Example, "sodoo_kH2mX0s1b3nq6vQmJYpWm0cZ8dXw4r7uTgA9eLfVb5I"));
        keys.MapGet("/", List).SessionOnly().WithName("list_api_keys").WithSummary("The caller's keys that still let in")
            .Answers(StatusCodes.Status200OK, new Page<ApiKeyDto>([Example], NextCursor: null));
        keys.MapDelete("/{id}", Revoke).SessionOnly().WithName("revoke_api_key").WithSummary("Revoke a key")
            .Answers(StatusCodes.Status204NoContent);
    }

    private static readonly ApiKeyDto Example = new(
        new(Guid.Parse("0193b1c0-3c4d-7e5f-8a6b-7c8d9e0f1a2b")), "Nightly report", "sodoo_kH2mX0", [Scopes.InstancesRead, Scopes.TenantsRead],
        new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero), new(2027, 11, 22, 9, 0, 0, TimeSpan.Zero), LastUsedAt: null);

    private static async Task<IResult> Create(CreateApiKey command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(_ => "/api/v1/api-keys");

    private static async Task<IResult> List([AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListApiKeys(page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Revoke(ApiKeyId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeApiKey(id), cancellationToken)).ToNoContent();
}
