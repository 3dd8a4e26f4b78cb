using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Provisioning;

internal static class DriftEndpoints
{
    public static void MapDrift(this RouteGroupBuilder api) => api.MapGroup("/instances").WithTags("Provisioning")
        .MapGet("/{id}/drift", Get).Needs(Scopes.InstancesRead).WithName("get_instance_drift").WithSummary("What is wanted of an instance and what is there, side by side")
        .WithDescription("Asks the container engine and the database server now, for ten seconds at most; of what does not answer `drifted` is null. "
            + "Nothing is changed. `steps` is what the platform would do about it. What keeps an instance from its work is healed by itself within "
            + "half a minute.")
        .Answers(StatusCodes.Status200OK, ProvisioningExamples.Drift);

    private static async Task<IResult> Get(InstanceId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstanceDrift(id), cancellationToken)).ToOk();
}
