using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>Mails about the team, posted with the change they tell of.</summary>
internal static class MemberMails
{
    /// <summary>To the owners, who are asked for nothing but should know.</summary>
    public static async Task TellOwnersAsync(
        this IMailOutbox outbox, IAppDb db, Tenant tenant, TenantMember joined, CancellationToken cancellationToken)
    {
        var people = await db.MembersOf(tenant.Id).ToListAsync(cancellationToken);
        var newcomer = await db.Customers.SingleAsync(c => c.Id == joined.CustomerId, cancellationToken);
        foreach (var owner in people.Where(p => p.Role is TenantRole.Owner && p.CustomerId != joined.CustomerId))
        {
            outbox.Post(new(MailTemplate.MemberJoined, owner.CustomerId, Email.Stored(owner.Email), owner.FirstName, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["member"] = newcomer.Name.Full,
                ["tenant"] = tenant.Name,
                ["role"] = EnumText<TenantRole>.Of(joined.Role),
            }));
        }
    }

    public static async Task TellRemovedAsync(
        this IMailOutbox outbox, IAppDb db, Tenant tenant, CustomerId removed, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.SingleAsync(c => c.Id == removed, cancellationToken);
        outbox.Post(new(MailTemplate.MemberRemoved, removed, customer.Email, customer.Name.First, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tenant"] = tenant.Name,
        }));
    }
}
