using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Audit;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        api.MapGet("/audit", List).WithTags("Audit").Needs(Scopes.AuditRead).WithName("list_audit")
            .WithSummary("What was asked for in the caller's name and in the tenants they own")
            .Answers(StatusCodes.Status200OK, AuditExamples.Page).AlsoRefuses(StatusCodes.Status404NotFound);

        var admin = api.MapGroup("/admin/audit").WithTags("Audit");
        admin.MapGet("/", ListAll).AdminOnly().WithName("list_platform_audit").WithSummary("The whole audit, newest first")
            .Answers(StatusCodes.Status200OK, AuditExamples.PlatformPage);
        admin.MapGet("/verification", Verify).AdminOnly().WithName("verify_audit")
            .WithSummary("Find the first entry that was changed, removed or put in past the platform")
            .WithDescription("Reads every entry: it takes a while when there are many, and one runs at a time. `digest` covers the ends of all chains; keep it elsewhere to "
                + "compare with later.")
            .Answers(StatusCodes.Status200OK, AuditExamples.Verification).AlsoRefuses(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, [FromQuery(Name = "tenant_id")] TenantId? tenantId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListAudit(page.ToPaging(), tenantId), cancellationToken)).ToOk();

    private static async Task<IResult> ListAll(
        [AsParameters] PageQuery page, [FromQuery(Name = "customer_id")] CustomerId? customerId, [FromQuery(Name = "tenant_id")] TenantId? tenantId,
        string? action, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListPlatformAudit(page.ToPaging(), customerId, tenantId, action), cancellationToken)).ToOk();

    private static async Task<IResult> Verify(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new VerifyAudit(), cancellationToken)).ToOk();
}
