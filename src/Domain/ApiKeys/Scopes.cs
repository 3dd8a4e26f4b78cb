using System.Collections.Frozen;

namespace SaaSOdoo.Domain.ApiKeys;

/// <summary>
/// What an API key may do, as stored and shown: a room and <c>read</c> or <c>write</c>. Neither includes the other. A session may do all
/// that its customer may; what concerns the account itself (password, sessions, keys) has no scope, so no key reaches it.
/// </summary>
public static class Scopes
{
    public const string AccountRead = "account:read";
    public const string TenantsRead = "tenants:read";
    public const string TenantsWrite = "tenants:write";
    public const string MembersRead = "members:read";
    public const string MembersWrite = "members:write";
    public const string InstancesRead = "instances:read";
    public const string InstancesWrite = "instances:write";
    public const string BackupsRead = "backups:read";
    public const string BackupsWrite = "backups:write";
    public const string BillingRead = "billing:read";
    public const string BillingWrite = "billing:write";
    public const string WebhooksRead = "webhooks:read";
    public const string WebhooksWrite = "webhooks:write";
    public const string EventsRead = "events:read";
    public const string AuditRead = "audit:read";

    public static readonly FrozenSet<string> All = FrozenSet.Create(
        StringComparer.Ordinal,
        AccountRead, TenantsRead, TenantsWrite, MembersRead, MembersWrite, InstancesRead, InstancesWrite, BackupsRead, BackupsWrite, BillingRead, BillingWrite,
        WebhooksRead, WebhooksWrite, EventsRead, AuditRead);
}
