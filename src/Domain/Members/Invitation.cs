using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Domain.Members;

/// <summary>
/// Somebody asked by e-mail into a tenant's team. The token goes to that mailbox only and is stored as SHA-256; whoever holds it has
/// proved to read the mailbox, so the account's own verification is not asked for.
/// </summary>
public sealed class Invitation : AggregateRoot
{
    public const int TokenHashLength = 32;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How soon the same address may be invited again: a mailbox of a stranger is not to be filled.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Invitations that one customer may send within <see cref="Day"/>, over all tenants.</summary>
    public const int MaxPerDay = 100;
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private Invitation()
    {
    }

    public InvitationId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public Email Email { get; private set; } = null!;
    public TenantRole Role { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public CustomerId InvitedBy { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Accepted, withdrawn or replaced by a newer one; null while it waits.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    public static Invitation Send(TenantId tenant, Email email, TenantRole role, byte[] tokenHash, CustomerId by, DateTimeOffset now)
    {
        var invitation = new Invitation
        {
            Id = NewId.Of<InvitationId>(now),
            TenantId = tenant,
            Email = email,
            Role = role,
            TokenHash = tokenHash,
            InvitedBy = by,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        invitation.Raise(new MemberInvited(tenant, invitation.Id, role, now));
        return invitation;
    }

    /// <summary>One refusal for all: a token tells nobody whose it was.</summary>
    public Result Accept(Email by, DateTimeOffset now)
    {
        if (ClosedAt is not null || ExpiresAt <= now || Email != by)
            return TenantErrors.InvitationInvalid;

        ClosedAt = now;
        return Result.Success;
    }

    public void Withdraw(DateTimeOffset now) => ClosedAt ??= now;
}
