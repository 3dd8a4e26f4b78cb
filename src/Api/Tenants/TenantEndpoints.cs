using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Api.Tenants;

internal static class TenantEndpoints
{
    public static void MapTenants(this RouteGroupBuilder api)
    {
        var tenants = api.MapGroup("/tenants").WithTags("Tenants");

        tenants.MapPost("/", Open).Needs(Scopes.TenantsWrite).WithName("create_tenant").WithSummary("Open a tenant")
            .Takes(TenantExamples.NewTenant).Answers(StatusCodes.Status201Created, TenantExamples.Tenant);
        tenants.MapGet("/", List).Needs(Scopes.TenantsRead).WithName("list_tenants").WithSummary("List the caller's tenants")
            .Answers(StatusCodes.Status200OK, new Page<TenantDto>([TenantExamples.Tenant], NextCursor: null));
        tenants.MapGet("/{id}", Get).Needs(Scopes.TenantsRead).WithName("get_tenant").WithSummary("A tenant with its plan and limits")
            .Answers(StatusCodes.Status200OK, TenantExamples.Tenant);
        tenants.MapPut("/{id}", Update).Needs(Scopes.TenantsWrite).WithName("update_tenant").WithSummary("Change name, domain and metadata")
            .Takes(TenantExamples.NewTenant).Answers(StatusCodes.Status200OK, TenantExamples.Tenant)
            .TakesBack<TenantBody, TenantDto>(
                c => new GetTenant(c.GetArgument<TenantId>(0)),
                "plan", "max_instances", "max_users", "instance_count", "updated_at");
        tenants.MapPost("/{id}/suspend", Suspend).Needs(Scopes.TenantsWrite).AsksForSecondFactor().WithName("suspend_tenant")
            .WithSummary("Suspend a tenant and its instances")
            .Answers(StatusCodes.Status200OK, TenantExamples.Tenant);
        tenants.MapPost("/{id}/activate", Activate).Needs(Scopes.TenantsWrite).AsksForSecondFactor().WithName("activate_tenant").WithSummary("Activate a tenant and resume its instances")
            .Answers(StatusCodes.Status200OK, TenantExamples.Tenant);
        tenants.MapDelete("/{id}", Terminate).Needs(Scopes.TenantsWrite).AsksForSecondFactor().WithName("terminate_tenant").WithSummary("Close a tenant without live instances for good")
            .Answers(StatusCodes.Status204NoContent);
        tenants.MapGet("/customer/{customer_id}/stats", Stats).Needs(Scopes.TenantsRead).WithName("get_customer_stats").WithSummary("What a customer has, counted now")
            .Answers(StatusCodes.Status200OK, TenantExamples.Stats);
    }

    private static async Task<IResult> Open(CreateTenant command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(t => $"/api/v1/tenants/{t.Id.Value}");

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, EnumQuery<TenantStatus>? status, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListTenants(page.ToPaging(), status?.Value), cancellationToken)).ToOk();

    private static async Task<IResult> Get(TenantId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetTenant(id), cancellationToken)).ToOk();

    private static async Task<IResult> Update(
        TenantId id, TenantBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateTenant(id, body.Name, body.CustomDomain, body.Metadata, ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> Suspend(TenantId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new SuspendTenant(id), cancellationToken)).ToOk();

    private static async Task<IResult> Activate(TenantId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ActivateTenant(id), cancellationToken)).ToOk();

    private static async Task<IResult> Terminate(
        TenantId id, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new TerminateTenant(id, ifMatch), cancellationToken)).ToNoContent();

    private static async Task<IResult> Stats(
        [FromRoute(Name = "customer_id")] CustomerId customerId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetCustomerStats(customerId), cancellationToken)).ToOk();

    /// <summary>What is left out stays, null empties.</summary>
    internal sealed record TenantBody(
        Optional<string> Name = default, Optional<string> CustomDomain = default, Optional<Dictionary<string, JsonElement>> Metadata = default);
}
