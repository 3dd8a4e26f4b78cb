using System.Linq.Expressions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Members;

/// <summary>An open invitation. Its token is in the mail only.</summary>
public sealed record InvitationDto(
    InvitationId Id, TenantId TenantId, string Email, TenantRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    internal static Expression<Func<Invitation, InvitationDto>> Projection { get; } = i => new InvitationDto(
        i.Id, i.TenantId, i.Email.Value, i.Role, i.CreatedAt, i.ExpiresAt);

    private static readonly Func<Invitation, InvitationDto> InMemory = Projection.Compile();

    internal static InvitationDto From(Invitation invitation) => InMemory(invitation);
}
