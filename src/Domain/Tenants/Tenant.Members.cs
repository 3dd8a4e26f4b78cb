using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Domain.Tenants;

/// <summary>
/// The team. Load the members with the tenant, under the lock on its row: two owners who leave at the same moment must not both find
/// the other one still there.
/// </summary>
public sealed partial class Tenant
{
    /// <summary>Invitations go to addresses of strangers: nobody is to send them by the thousand.</summary>
    public const int MaxOpenInvitations = 50;

    private readonly List<TenantMember> members = [];

    /// <summary>Empty unless loaded.</summary>
    public IReadOnlyList<TenantMember> Members => members;

    /// <summary>Takes somebody in; a member already keeps the higher of both roles.</summary>
    /// <param name="seats">How many people the plan allows.</param>
    public Result<TenantMember> Admit(CustomerId customer, TenantRole role, DateTimeOffset now, int seats = int.MaxValue)
    {
        if (Status is TenantStatus.Terminated)
            return TenantErrors.Terminated;
        if (members.Find(m => m.CustomerId == customer) is { } known)
            return known.Role >= role ? known : ChangeRole(customer, role, now);
        // The plan may be a smaller one since they were invited.
        if (members.Count >= seats)
            return TenantErrors.TooManyUsers(seats);

        var member = new TenantMember(Id, customer, role, now);
        members.Add(member);
        Raise(new MemberJoined(Id, customer, role, now));
        return member;
    }

    /// <param name="open">All that wait; those that are too old, and one to the same address, are closed to make room.</param>
    /// <param name="seats">How many people the plan allows: members and those who are invited.</param>
    public Result<Invitation> Invite(
        IReadOnlyCollection<Invitation> open, Email email, TenantRole role, byte[] tokenHash, CustomerId by, DateTimeOffset now,
        int seats = int.MaxValue)
    {
        if (Status is TenantStatus.Terminated)
            return TenantErrors.Terminated;

        if (open.Any(i => i.Email == email && i.CreatedAt > now - Invitation.Pause))
            return TenantErrors.InvitedRecently;

        foreach (var outdated in open.Where(i => i.ExpiresAt <= now || i.Email == email))
            outdated.Withdraw(now);
        var waiting = open.Count(i => i.ClosedAt is null);
        if (members.Count + waiting >= seats)
            return TenantErrors.TooManyUsers(seats);

        return waiting >= MaxOpenInvitations
            ? TenantErrors.TooManyInvitations
            : Invitation.Send(Id, email, role, tokenHash, by, now);
    }

    public Result<TenantMember> ChangeRole(CustomerId customer, TenantRole role, DateTimeOffset now)
    {
        if (members.Find(m => m.CustomerId == customer) is not { } member)
            return TenantErrors.MemberNotFound();
        if (member.Role == role)
            return member;
        if (role < TenantRole.Owner && IsLastOwner(member))
            return TenantErrors.LastOwner;

        member.Role = role;
        Raise(new MemberRoleChanged(Id, customer, role, now));
        BillToAnOwner();
        return member;
    }

    /// <summary>Leaving and being removed are one thing; who may do which is the caller's business.</summary>
    public Result Remove(CustomerId customer, DateTimeOffset now)
    {
        if (members.Find(m => m.CustomerId == customer) is not { } member)
            return TenantErrors.MemberNotFound();
        if (IsLastOwner(member))
            return TenantErrors.LastOwner;

        members.Remove(member);
        Raise(new MemberRemoved(Id, customer, now));
        BillToAnOwner();
        return Result.Success;
    }

    /// <summary>Whether it would be nobody's without them.</summary>
    public bool IsOwnedOnlyBy(CustomerId customer) => members.Exists(m => m.CustomerId == customer && IsLastOwner(m));

    private bool IsLastOwner(TenantMember member) =>
        member.Role is TenantRole.Owner && members.TrueForAll(m => m == member || m.Role < TenantRole.Owner);

    // The account that pays is always an owner's: when it is no more, that of the owner who is there longest.
    private void BillToAnOwner()
    {
        var owners = members.Where(m => m.Role is TenantRole.Owner).OrderBy(m => m.JoinedAt).ToList();
        if (owners.TrueForAll(o => o.CustomerId != CustomerId))
            CustomerId = owners[0].CustomerId;
    }
}
