using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Mail;

/// <summary>Mails to the owners of a tenant, each of whom has preferences of their own.</summary>
public sealed class OwnerNotifier(IAppDb db, IMailOutbox outbox)
{
    /// <summary>One letter to each owner who has not had it; saved by the caller. The template's value <c>tenant</c> is filled in.</summary>
    /// <param name="cause">What makes it a mail of its own. Who posts the same in parallel is stopped by the unique index.</param>
    public async Task PostAsync(
        TenantId tenantId, MailTemplate template, string cause, CancellationToken cancellationToken, params (string Name, string Value)[] values)
    {
        var tenant = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == tenantId, cancellationToken);
        var owners = await db.Customers.AsNoTracking()
            .Where(c => c.Status == CustomerStatus.Active
                && db.TenantMembers.Any(m => m.TenantId == tenantId && m.CustomerId == c.Id && m.Role == TenantRole.Owner))
            .ToListAsync(cancellationToken);

        var keys = owners.ToDictionary(o => $"{template}:{cause}:{o.Id.Value:N}", StringComparer.Ordinal);
        var posted = await db.Mails.Where(m => m.DedupeKey != null && keys.Keys.Contains(m.DedupeKey)).Select(m => m.DedupeKey).ToListAsync(cancellationToken);

        var all = values.Append(("tenant", tenant.Name)).ToDictionary(v => v.Item1, v => v.Item2, StringComparer.Ordinal);
        foreach (var (key, owner) in keys.Where(k => !posted.Contains(k.Key, StringComparer.Ordinal)))
            outbox.Post(new(template, owner.Id, owner.Email, owner.Name.Full, all, key));
    }
}
