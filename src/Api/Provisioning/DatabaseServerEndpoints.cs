using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Api.Provisioning;

/// <summary>For operators: the PostgreSQL servers that hold instances' databases.</summary>
internal static class DatabaseServerEndpoints
{
    private const string Path = "/api/v1/admin/database-servers";

    public static void MapDatabaseServers(this RouteGroupBuilder api)
    {
        var servers = api.MapGroup("/admin/database-servers").WithTags("Provisioning");

        servers.MapGet("/", List).AdminOnly().WithName("list_database_servers").WithSummary("The database servers, how full and how well they are")
            .Answers(StatusCodes.Status200OK, new Page<DatabaseServerDto>([DatabaseServerExamples.Server], NextCursor: null));
        servers.MapPost("/", Create).AdminOnly().AsksForSecondFactor().WithName("create_database_server").WithSummary("Add a database server")
            .WithDescription("It is asked first: it has to answer within 5 seconds, let the user in as a superuser, take writes, be PostgreSQL 13 or newer, and "
                + "not be the cluster of the platform's own database; 422 `database_server.unfit` says what is wrong (`reason`). The password is "
                + "stored encrypted and shown nowhere. Instances that wait for such a server are placed on it at once.")
            .Takes(DatabaseServerExamples.New).Answers(StatusCodes.Status201Created, DatabaseServerExamples.Server);
        servers.MapGet("/waiting", ListWaiting).AdminOnly().WithName("list_instances_without_server")
            .WithSummary("The instances that wait for a database server, newest first")
            .Answers(StatusCodes.Status200OK, new Page<InstanceWithoutServerDto>([DatabaseServerExamples.Waiting], NextCursor: null));
        servers.MapGet("/{id}", Get).AdminOnly().WithName("get_database_server").WithSummary("A database server")
            .Answers(StatusCodes.Status200OK, DatabaseServerExamples.Server);
        servers.MapPut("/{id}", Update).AdminOnly().AsksForSecondFactor().WithName("update_database_server")
            .WithSummary("Say whose instances a database server gets, how many, and whether it gets any")
            .WithDescription("With `tenant_id` the server is dedicated: it gets that tenant's instances and no others. It has to be without instances of other "
                + "tenants then, and without those of a plan with a server of its own when it becomes shared: 409 `database_server.in_use`. A capacity "
                + "below what it holds moves nothing away. What is set here survives restarts; addresses and login of a configured server are "
                + "the configuration's.")
            .Takes(DatabaseServerExamples.Change).Answers(StatusCodes.Status200OK, DatabaseServerExamples.Server)
            .TakesBack<DatabaseServerBody, DatabaseServerDto>(
                c => new GetDatabaseServer(c.GetArgument<DatabaseServerId>(0)), "instances", "status", "health", "health_code", "health_detail", "failures",
                "last_check_at", "next_check_at");
    }

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, EnumQuery<DatabaseServerKind>? kind, [FromQuery(Name = "tenant_id")] TenantId? tenant, IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ListDatabaseServers(page.ToPaging(), kind?.Value, tenant), cancellationToken)).ToOk();

    private static async Task<IResult> Create(CreateDatabaseServer command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(s => $"{Path}/{s.Id.Value}");

    private static async Task<IResult> ListWaiting([AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListInstancesWithoutServer(page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Get(DatabaseServerId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetDatabaseServer(id), cancellationToken)).ToOk();

    private static async Task<IResult> Update(
        DatabaseServerId id, DatabaseServerBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateDatabaseServer(id, body.Kind, body.TenantId, body.Capacity, body.Draining, ifMatch), cancellationToken)).ToOk();
}

/// <summary>What is left out stays, null sets the default.</summary>
/// <param name="Kind">Shared by default. Left out, it follows <c>tenant_id</c>.</param>
/// <param name="TenantId">Whose instances alone it holds, for a dedicated one; nobody by default.</param>
/// <param name="Capacity">The most instances it may hold, 0 to 10000; by default what the configuration says, where it stands there.</param>
/// <param name="Draining">Whether it gets no new instance; false by default.</param>
internal sealed record DatabaseServerBody(
    Optional<DatabaseServerKind?> Kind = default,
    Optional<TenantId?> TenantId = default,
    Optional<int?> Capacity = default,
    Optional<bool?> Draining = default);
