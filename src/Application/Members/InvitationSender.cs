using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>An invitation is a mail to a stranger in the platform's name: not everybody may send any number.</summary>
internal static class InvitationSender
{
    public static async Task<Error?> RefusalOfSenderAsync(
        this IAppDb db, CustomerId sender, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!await db.IsProvenAsync(sender, cancellationToken))
            return CustomerErrors.EmailUnverified;

        var since = now - Invitation.Day;
        return await db.Invitations.CountAsync(i => i.InvitedBy == sender && i.CreatedAt > since, cancellationToken) >= Invitation.MaxPerDay
            ? TenantErrors.TooManySent
            : null;
    }
}
