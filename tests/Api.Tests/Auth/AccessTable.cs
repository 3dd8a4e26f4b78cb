using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Api.Tests.Auth;

/// <summary>Whom an operation is for.</summary>
public enum Reach
{
    /// <summary>Everybody, without a session.</summary>
    Public,

    /// <summary>Customers, about what is theirs.</summary>
    Account,

    /// <summary>Members of a tenant; for all others it does not exist.</summary>
    Tenant,

    /// <summary>As <see cref="Tenant"/>, and operators without acting for anybody.</summary>
    TenantAndOperators,

    /// <summary>Operators.</summary>
    Operators,
}

/// <param name="Operation">The operationId of the OpenAPI document.</param>
/// <param name="Success">The status for those who are let in, on <see cref="AccessFixture"/>.</param>
/// <param name="Scope">What an API key needs; null: no key is let in.</param>
/// <param name="Role">The least role in the tenant.</param>
/// <param name="OfOne">It names something of one customer's, which does not exist for others.</param>
/// <param name="Spends">It uses up the session or account: each call has its own customer.</param>
public sealed record Rule(string Operation, Reach Reach, int Success, string? Scope = null, TenantRole Role = TenantRole.Viewer, bool Spends = false,
    bool OfOne = false);

/// <summary>
/// Who may do what, written down once more and not read from the code: every operation of the API, so that a new one has to be thought
/// about here.
/// </summary>
public static class AccessTable
{
    public static readonly IReadOnlyList<Rule> Rules =
    [
        new("register", Reach.Public, 201),
        new("log_in", Reach.Public, 200),
        // Everybody may try; the token in the example is nobody's.
        new("verify_email", Reach.Public, 422),
        new("complete_password_reset", Reach.Public, 422),
        new("resend_verification", Reach.Public, 202),
        new("request_password_reset", Reach.Public, 202),
        new("list_plans", Reach.Public, 200),
        new("get_plan", Reach.Public, 200),

        new("log_out", Reach.Account, 204, Spends: true),
        new("get_me", Reach.Account, 200, Scopes.AccountRead),
        new("change_password", Reach.Account, 204, Spends: true),
        new("get_profile", Reach.Account, 200, Scopes.AccountRead),
        new("update_profile", Reach.Account, 200),
        new("list_audit", Reach.Account, 200, Scopes.AuditRead),
        new("get_preferences", Reach.Account, 200, Scopes.AccountRead),
        new("update_preferences", Reach.Account, 200),
        new("deactivate_account", Reach.Account, 204, Spends: true),
        new("delete_account", Reach.Account, 204, Spends: true),
        new("get_second_factor", Reach.Account, 200),
        new("enrol_second_factor", Reach.Account, 200, Spends: true),
        // A new customer has none.
        new("confirm_second_factor", Reach.Account, 404, Spends: true),
        new("renew_recovery_codes", Reach.Account, 404, Spends: true),
        new("disable_second_factor", Reach.Account, 404, Spends: true),
        new("list_sessions", Reach.Account, 200),
        new("revoke_session", Reach.Account, 204, Spends: true, OfOne: true),
        new("revoke_other_sessions", Reach.Account, 204, Spends: true),
        new("create_api_key", Reach.Account, 201, Spends: true),
        new("list_api_keys", Reach.Account, 200),
        new("revoke_api_key", Reach.Account, 204, Spends: true, OfOne: true),
        new("accept_invitation", Reach.Account, 200, Spends: true),

        new("create_tenant", Reach.Account, 201, Scopes.TenantsWrite),
        new("list_tenants", Reach.Account, 200, Scopes.TenantsRead),
        new("get_tenant", Reach.Tenant, 200, Scopes.TenantsRead),
        new("update_tenant", Reach.Tenant, 200, Scopes.TenantsWrite, TenantRole.Owner),
        new("suspend_tenant", Reach.TenantAndOperators, 200, Scopes.TenantsWrite, TenantRole.Owner),
        new("activate_tenant", Reach.TenantAndOperators, 200, Scopes.TenantsWrite, TenantRole.Owner),
        // The fixture has a live instance, which comes first.
        new("terminate_tenant", Reach.Tenant, 409, Scopes.TenantsWrite, TenantRole.Owner),
        new("get_customer_stats", Reach.Account, 200, Scopes.TenantsRead, OfOne: true),

        new("list_members", Reach.Tenant, 200, Scopes.MembersRead),
        new("get_member", Reach.Tenant, 200, Scopes.MembersRead),
        new("change_member_role", Reach.Tenant, 200, Scopes.MembersWrite, TenantRole.Owner),
        new("remove_member", Reach.Tenant, 204, Scopes.MembersWrite, TenantRole.Owner),
        new("leave_tenant", Reach.Tenant, 204),
        new("list_invitations", Reach.Tenant, 200, Scopes.MembersRead, TenantRole.Owner),
        new("invite_member", Reach.Tenant, 201, Scopes.MembersWrite, TenantRole.Owner),
        new("withdraw_invitation", Reach.Tenant, 204, Scopes.MembersWrite, TenantRole.Owner),

        new("get_trial_eligibility", Reach.Account, 200, Scopes.BillingRead),
        // The fixture has a subscription.
        new("create_subscription", Reach.Tenant, 409, Scopes.BillingWrite, TenantRole.Owner),
        new("list_subscriptions", Reach.Account, 200, Scopes.BillingRead),
        new("get_subscription", Reach.Tenant, 200, Scopes.BillingRead),
        new("preview_subscription_change", Reach.Tenant, 200, Scopes.BillingRead),
        new("change_subscription", Reach.Tenant, 200, Scopes.BillingWrite, TenantRole.Owner),
        new("cancel_subscription", Reach.Tenant, 200, Scopes.BillingWrite, TenantRole.Owner),
        new("resume_subscription", Reach.Tenant, 200, Scopes.BillingWrite, TenantRole.Owner),

        new("list_invoices", Reach.Account, 200, Scopes.BillingRead),
        new("get_invoice", Reach.TenantAndOperators, 200, Scopes.BillingRead),
        new("get_invoice_document", Reach.TenantAndOperators, 200, Scopes.BillingRead),
        new("get_billing_profile", Reach.Account, 200, Scopes.BillingRead),
        new("update_billing_profile", Reach.Account, 200, Scopes.BillingWrite),
        new("check_ledger", Reach.Operators, 200),
        new("void_invoice", Reach.Operators, 200),
        new("give_credit", Reach.Operators, 200),
        new("record_payment", Reach.Operators, 201),
        // The fixture's payment is not paid.
        new("refund_payment", Reach.Operators, 409),
        // The host has no gateway, which comes after the role.
        new("create_payment", Reach.Tenant, 503, Scopes.BillingWrite, TenantRole.Owner),
        new("list_payments", Reach.Account, 200, Scopes.BillingRead),
        new("get_payment", Reach.TenantAndOperators, 200, Scopes.BillingRead),
        new("cancel_payment", Reach.Tenant, 202, Scopes.BillingWrite, TenantRole.Owner),
        // The gateway's.
        new("receive_paynow_message", Reach.Public, 503),
        // The fixture's payment is not held.
        new("resolve_payment", Reach.Operators, 409),

        new("create_instance", Reach.Tenant, 201, Scopes.InstancesWrite, TenantRole.Manager),
        new("list_instances", Reach.Account, 200, Scopes.InstancesRead),
        new("get_instance", Reach.Tenant, 200, Scopes.InstancesRead),
        // Without a worker the instance is being created for ever.
        new("update_instance", Reach.Tenant, 409, Scopes.InstancesWrite, TenantRole.Manager),
        new("terminate_instance", Reach.Tenant, 202, Scopes.InstancesWrite, TenantRole.Manager),
        new("act_on_instance", Reach.Tenant, 202, Scopes.InstancesWrite, TenantRole.Manager),
        new("get_instance_status", Reach.Tenant, 200, Scopes.InstancesRead),
        new("list_instance_operations", Reach.Tenant, 200, Scopes.InstancesRead),
        // There is no engine.
        new("read_instance_logs", Reach.Tenant, 503, Scopes.InstancesRead),
        // There is no engine: what it would say is unknown.
        new("get_instance_drift", Reach.Tenant, 200, Scopes.InstancesRead),
        new("reveal_instance_credentials", Reach.Tenant, 409, Scopes.InstancesWrite, TenantRole.Manager),
        new("check_subdomain", Reach.Account, 200, Scopes.InstancesRead),
        // The fixture's instance is being created for ever, and its backup has no archive.
        new("create_backup", Reach.Tenant, 409, Scopes.BackupsWrite, TenantRole.Manager),
        new("list_backups", Reach.Tenant, 200, Scopes.BackupsRead),
        new("get_backup", Reach.Tenant, 200, Scopes.BackupsRead),
        new("delete_backup", Reach.Tenant, 204, Scopes.BackupsWrite, TenantRole.Manager),
        new("download_backup", Reach.Tenant, 409, Scopes.BackupsRead, TenantRole.Manager),
        new("restore_backup", Reach.Tenant, 409, Scopes.BackupsWrite, TenantRole.Manager),
        new("clone_backup", Reach.Tenant, 201, Scopes.BackupsWrite, TenantRole.Manager),
        new("get_backup_schedule", Reach.Tenant, 200, Scopes.BackupsRead),
        new("update_backup_schedule", Reach.Tenant, 200, Scopes.BackupsWrite, TenantRole.Manager),
        new("get_backup_proof_figures", Reach.Operators, 200),
        new("get_operation", Reach.Tenant, 200, Scopes.InstancesRead),
        new("follow_operation", Reach.Tenant, 200, Scopes.InstancesRead),

        new("list_events", Reach.Tenant, 200, Scopes.EventsRead),
        new("follow_events", Reach.Tenant, 200, Scopes.EventsRead),

        new("create_webhook_endpoint", Reach.Tenant, 201, Scopes.WebhooksWrite, TenantRole.Manager),
        new("list_webhook_endpoints", Reach.Account, 200, Scopes.WebhooksRead),
        new("get_webhook_endpoint", Reach.Tenant, 200, Scopes.WebhooksRead),
        new("update_webhook_endpoint", Reach.Tenant, 200, Scopes.WebhooksWrite, TenantRole.Manager),
        new("delete_webhook_endpoint", Reach.Tenant, 204, Scopes.WebhooksWrite, TenantRole.Manager),
        new("rotate_webhook_secret", Reach.Tenant, 200, Scopes.WebhooksWrite, TenantRole.Manager),
        new("test_webhook_endpoint", Reach.Tenant, 202, Scopes.WebhooksWrite, TenantRole.Manager),
        new("list_webhook_deliveries", Reach.Tenant, 200, Scopes.WebhooksRead),
        new("get_webhook_delivery", Reach.Tenant, 200, Scopes.WebhooksRead),
        new("redeliver_webhook", Reach.Tenant, 202, Scopes.WebhooksWrite, TenantRole.Manager),

        new("list_platform_audit", Reach.Operators, 200),
        new("verify_audit", Reach.Operators, 200),
        new("rotate_secrets", Reach.Operators, 202),
        new("get_secret_keys", Reach.Operators, 200),
        new("list_plan_versions", Reach.Operators, 200),
        new("create_plan_version", Reach.Operators, 201),
        new("withdraw_plan", Reach.Operators, 200),
        new("list_exchange_rates", Reach.Operators, 200),
        new("create_exchange_rate", Reach.Operators, 201),
        new("get_figures", Reach.Operators, 200),
        new("list_test_clocks", Reach.Operators, 200),
        new("create_test_clock", Reach.Operators, 201),
        new("get_test_clock", Reach.Operators, 200),
        new("advance_test_clock", Reach.Operators, 202),
        new("list_database_servers", Reach.Operators, 200),
        // Nobody answers at the fixture's address.
        new("create_database_server", Reach.Operators, 422),
        new("list_instances_without_server", Reach.Operators, 200),
        new("get_database_server", Reach.Operators, 200),
        new("update_database_server", Reach.Operators, 200),
        new("list_customers", Reach.Operators, 200),
        new("get_customer", Reach.Operators, 200),
        new("deactivate_customer", Reach.Operators, 200),
        new("activate_customer", Reach.Operators, 200),
        new("change_customer_roles", Reach.Operators, 200),
        new("list_mail", Reach.Operators, 200),
        new("get_mail", Reach.Operators, 200),
        new("start_reconcile", Reach.Operators, 202),
        new("list_reconcile_runs", Reach.Operators, 200),
        new("get_reconcile_run", Reach.Operators, 200),
        new("list_reconcile_findings", Reach.Operators, 200),
        new("list_queues", Reach.Operators, 200),
        new("list_dead", Reach.Operators, 200),
        // The fixture's mail is not dead.
        new("replay_dead", Reach.Operators, 409),
        new("retry_mail", Reach.Operators, 409),
    ];
}
