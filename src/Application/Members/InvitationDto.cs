using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Members;

/// <summary>An open invitation. Its token is in the mail only.</summary>
public sealed record InvitationDto(
    InvitationId Id, TenantId TenantId, string Email, TenantRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    internal static InvitationDto From(Invitation i) => new(i.Id, i.TenantId, i.Email.Value, i.Role, i.CreatedAt, i.ExpiresAt);
}
