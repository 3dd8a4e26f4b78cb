using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Members;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Api.Members;

/// <summary>Who works in a tenant: owners decide about members, billing and the tenant; managers about instances; viewers read.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this RouteGroupBuilder api)
    {
        var team = api.MapGroup("/tenants/{id}").WithTags("Members");

        team.MapGet("/members", Members).Needs(Scopes.MembersRead).WithName("list_members").WithSummary("The team of a tenant")
            .Answers(StatusCodes.Status200OK, new MemberListDto([MemberExamples.Member]));
        team.MapGet("/members/{customer_id}", Member).Needs(Scopes.MembersRead).WithName("get_member").WithSummary("A member of the team")
            .Answers(StatusCodes.Status200OK, MemberExamples.Member);
        team.MapPut("/members/{customer_id}", ChangeRole).Needs(Scopes.MembersWrite).AsksForSecondFactor().WithName("change_member_role")
            .WithSummary("Give a member another role").Takes(MemberExamples.NewRole).Answers(StatusCodes.Status200OK, MemberExamples.Member)
            .TakesBack<RoleBody, MemberDto>(
                c => new GetMember(c.GetArgument<TenantId>(0), c.GetArgument<CustomerId>(1)), "email", "first_name", "last_name");
        team.MapDelete("/members/{customer_id}", Remove).Needs(Scopes.MembersWrite).AsksForSecondFactor().WithName("remove_member")
            .WithSummary("Take a member out of the team").Answers(StatusCodes.Status204NoContent);
        team.MapPost("/leave", Leave).SessionOnly().AsksForSecondFactor().WithName("leave_tenant").WithSummary("Leave the team")
            .Answers(StatusCodes.Status204NoContent);

        team.MapGet("/invitations", Invitations).Needs(Scopes.MembersRead).WithName("list_invitations").WithSummary("Invitations that wait")
            .Answers(StatusCodes.Status200OK, new Page<InvitationDto>([MemberExamples.Invitation], NextCursor: null));
        team.MapPost("/invitations", Invite).Needs(Scopes.MembersWrite).AsksForSecondFactor().WithName("invite_member").WithSummary("Invite somebody by e-mail")
            .Takes(MemberExamples.NewInvitation).Answers(StatusCodes.Status201Created, MemberExamples.Invitation);
        team.MapDelete("/invitations/{invitation_id}", Withdraw).Needs(Scopes.MembersWrite).WithName("withdraw_invitation")
            .WithSummary("Withdraw an invitation").Answers(StatusCodes.Status204NoContent);
        api.MapPost("/invitations/accept", Accept).SessionOnly().WithTags("Members").WithName("accept_invitation")
            .WithSummary("Join the team that an invitation is for").IpRateLimited()
            .Takes(new AcceptInvitation("kH2mX0s1b3nq6vQmJYpWm0cZ8dXw4r7uTgA9eLfVb5I")).Answers(StatusCodes.Status200OK, MemberExamples.Membership);
    }

    private static async Task<IResult> Members(TenantId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListMembers(id), cancellationToken)).ToOk();

    private static async Task<IResult> Member(
        TenantId id, [FromRoute(Name = "customer_id")] CustomerId customerId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetMember(id, customerId), cancellationToken)).ToOk();

    private static async Task<IResult> ChangeRole(
        TenantId id,
        [FromRoute(Name = "customer_id")] CustomerId customerId,
        RoleBody body,
        [FromHeader(Name = "If-Match")] IfMatch? ifMatch,
        IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeMemberRole(id, customerId, body.Role, ifMatch), cancellationToken)).ToOk();

    /// <summary>Owners remove anybody; everybody may remove themselves. The last owner cannot be removed.</summary>
    private static async Task<IResult> Remove(
        TenantId id,
        [FromRoute(Name = "customer_id")] CustomerId customerId,
        [FromHeader(Name = "If-Match")] IfMatch? ifMatch,
        IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveMember(id, customerId, ifMatch), cancellationToken)).ToNoContent();

    private static async Task<IResult> Leave(TenantId id, ICaller caller, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveMember(id, caller.CustomerId), cancellationToken)).ToNoContent();

    private static async Task<IResult> Invitations(
        TenantId id, [AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListInvitations(id, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Invite(TenantId id, InvitationBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new InviteMember(id, body.Email, body.Role), cancellationToken)).ToCreated(i => $"/api/v1/tenants/{id.Value}/invitations");

    private static async Task<IResult> Withdraw(
        TenantId id, [FromRoute(Name = "invitation_id")] InvitationId invitationId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new WithdrawInvitation(id, invitationId), cancellationToken)).ToNoContent();

    private static async Task<IResult> Accept(AcceptInvitation command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToOk();

    internal sealed record RoleBody(Optional<TenantRole?> Role = default);

    internal sealed record InvitationBody(string Email, TenantRole Role);
}
