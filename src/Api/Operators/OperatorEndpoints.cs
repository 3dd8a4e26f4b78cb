using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Api.Operators;

/// <summary>For operators of the platform. What they do for a customer they do at the customer's own addresses, with X-Acting-For.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperators(this RouteGroupBuilder api)
    {
        var customers = api.MapGroup("/admin/customers").WithTags("Operators");

        customers.MapGet("/", List).AdminOnly().WithName("list_customers").WithSummary("All accounts, newest first")
            .Answers(StatusCodes.Status200OK, new Page<CustomerRecordDto>([Example], NextCursor: null));
        customers.MapGet("/{id}", Get).AdminOnly().WithName("get_customer").WithSummary("An account")
            .Answers(StatusCodes.Status200OK, Example);
        customers.MapPost("/{id}/deactivate", Deactivate).AdminOnly().AsksForSecondFactor().WithName("deactivate_customer")
            .WithSummary("Close an account: nobody gets in any more, its tenants are suspended").Answers(StatusCodes.Status200OK, Example);
        customers.MapPost("/{id}/activate", Activate).AdminOnly().AsksForSecondFactor().WithName("activate_customer").WithSummary("Open a closed account again")
            .Answers(StatusCodes.Status200OK, Example);
        customers.MapPut("/{id}/roles", ChangeRoles).AdminOnly().AsksForSecondFactor().WithName("change_customer_roles")
            .WithSummary("Make a customer an operator, or an operator a customer again")
            .Takes(new RolesBody(Admin: true)).Answers(StatusCodes.Status200OK, Example);
    }

    private static readonly CustomerRecordDto Example = new(
        CustomerExamples.Customer.Id, "tendai@example.com", "Tendai", "Moyo", "Moyo & Sons", "ZW", [CustomerRoles.Customer], CustomerStatus.Active,
        CustomerExamples.Customer.CreatedAt, LockedUntil: null, CustomerExamples.Customer.CreatedAt, CustomerExamples.Customer.CreatedAt, Version: 1);

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, string? email, EnumQuery<CustomerStatus>? status, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListCustomers(page.ToPaging(), email, status?.Value), cancellationToken)).ToOk();

    private static async Task<IResult> Get(CustomerId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetCustomer(id), cancellationToken)).ToOk();

    private static async Task<IResult> Deactivate(CustomerId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeactivateCustomer(id), cancellationToken)).ToOk();

    /// <summary>Its tenants stay suspended until an owner, or an operator, activates them.</summary>
    private static async Task<IResult> Activate(CustomerId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ActivateCustomer(id), cancellationToken)).ToOk();

    private static async Task<IResult> ChangeRoles(
        CustomerId id, RolesBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeRoles(id, body.Admin, ifMatch), cancellationToken)).ToOk();

    /// <param name="Admin">Whether the account operates the platform.</param>
    internal sealed record RolesBody(Optional<bool?> Admin = default);
}
