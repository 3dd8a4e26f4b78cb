using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Persistence;

/// <summary>What the frequent questions and the rules against doubles rest on.</summary>
public sealed class IndexTests(PlatformDatabase database) : IClassFixture<PlatformDatabase>
{
    [Theory]
    // Claiming: what is due, and whether another of the same instance is leased.
    [InlineData("operations", "(run_after) WHERE", "'queued'")]
    [InlineData("operations", "(tenant_id, is_background, run_after) WHERE", "'queued'")]
    [InlineData("operations", "(lease_until) WHERE", "IS NOT NULL")]
    [InlineData("operations", "(instance_id, id)", "")]
    // Whether something of a tenant is under way.
    [InlineData("operations", "(tenant_id) WHERE", "'running'")]
    // What waits for a database server, and which server is looked at next.
    [InlineData("operations", "(id) WHERE", "'no_dedicated_server'")]
    [InlineData("database_server_checks", "(next_check_at)", "")]
    [InlineData("database_servers", "(tenant_id) WHERE", "IS NOT NULL")]
    // Lists of instances, and counting a tenant's.
    [InlineData("instances", "(tenant_id, id)", "")]
    [InlineData("tenants", "(customer_id, id)", "")]
    // Events: what is not handed out yet, what is due, a feed from a position.
    [InlineData("events", "(dispatched_at) WHERE", "IS NULL")]
    [InlineData("events", "(subject, sequence)", "")]
    [InlineData("events", "(tenant_id, sequence)", "")]
    [InlineData("event_deliveries", "(run_after) WHERE", "'pending'")]
    [InlineData("event_deliveries", "(tenant_id, run_after) WHERE", "'pending'")]
    [InlineData("webhook_deliveries", "(run_after) WHERE", "'pending'")]
    [InlineData("webhook_deliveries", "(endpoint_id, run_after) WHERE", "'pending'")]
    [InlineData("instance_allocations", "(database_server_id)", "")]
    // Proofs that are due, and the newest backup of an instance.
    [InlineData("backup_proofs", "(tenant_id, run_after) WHERE", "'waiting'")]
    [InlineData("backup_proofs", "(lease_until) WHERE", "IS NOT NULL")]
    [InlineData("backups", "(instance_id, id)", "")]
    // Mails: what is due, lists of operators, a customer's, old ones. Trials that end.
    [InlineData("mails", "(run_after) WHERE", "'queued'")]
    [InlineData("mails", "(lease_until) WHERE", "IS NOT NULL")]
    [InlineData("mails", "(status, id)", "")]
    [InlineData("mails", "(template, id)", "")]
    [InlineData("mails", "(recipient, id)", "")]
    [InlineData("mails", "(customer_id)", "")]
    [InlineData("mails", "(created_at) WHERE", "'queued'")]
    [InlineData("subscriptions", "(trial_end) WHERE", "'trialing'")]
    // Who reads the audit, and how it is narrowed down.
    [InlineData("audit_entries", "(customer_id, id)", "")]
    [InlineData("audit_entries", "(tenant_id, id)", "")]
    [InlineData("audit_entries", "(action, id)", "")]
    [InlineData("idempotency_keys", "(expires_at)", "")]
    // What is past its retention, and what is due.
    [InlineData("events", "(at) WHERE", "= 'operation.progressed'")]
    [InlineData("events", "(at) WHERE", "<> 'operation.progressed'")]
    [InlineData("event_deliveries", "(run_after) WHERE", "'done'")]
    [InlineData("operations", "(finished_at) WHERE", "IS NOT NULL")]
    [InlineData("sessions", "(expires_at)", "")]
    [InlineData("known_devices", "(last_seen_at)", "")]
    [InlineData("api_keys", "(revoked_at) WHERE", "IS NOT NULL")]
    [InlineData("api_keys", "(expires_at) WHERE", "IS NOT NULL")]
    [InlineData("subscriptions", "(remind_at) WHERE", "'trialing'")]
    // An operator's list by status, a tenant's events of one type.
    [InlineData("customers", "(status, id)", "")]
    [InlineData("events", "(tenant_id, name, sequence)", "")]
    // A run's findings, what of them is to be put right, old runs, and whose a name on a server is.
    [InlineData("reconcile_findings", "(run_id, id)", "")]
    [InlineData("reconcile_findings", "(run_id, kind, id) WHERE", "'pending'")]
    [InlineData("reconcile_runs", "(finished_at) WHERE", "IS NOT NULL")]
    [InlineData("instances", "((id)::text, 12)", "")]
    public async Task A_frequent_question_has_its_index(string table, string columns, string filter) =>
        (await IndexesAsync(table)).ShouldContain(i => i.Contains(columns) && i.Contains(filter));

    [Theory]
    [InlineData("operations", "ux_operations_active", "(instance_id) WHERE")]
    [InlineData("instances", "ux_instances_subdomain", "(subdomain) WHERE")]
    [InlineData("instances", "ux_instances_tenant_id_name", "(tenant_id, name) WHERE")]
    [InlineData("instances", "ux_instances_tenant_id_database_name", "(tenant_id, database_name) WHERE")]
    [InlineData("instance_allocations", "ux_instance_allocations_port", "(port)")]
    [InlineData("audit_entries", "ux_audit_entries_chain_position", "(chain, \"position\")")]
    [InlineData("idempotency_keys", "pk_idempotency_keys", "(caller, key)")]
    [InlineData("events", "ux_events_sequence", "(sequence)")]
    [InlineData("mails", "ux_mails_dedupe_key", "(dedupe_key)")]
    [InlineData("event_deliveries", "ux_event_deliveries_event_position_consumer", "(event_position, consumer)")]
    [InlineData("exchange_rates", "ux_exchange_rates_currency_valid_from", "(currency, valid_from)")]
    [InlineData("backup_proofs", "ux_backup_proofs_instance_id", "(instance_id)")]
    [InlineData("plans", "ux_plans_code", "(code) WHERE")]
    [InlineData("plans", "ux_plans_code_revision", "(code, revision)")]
    [InlineData("reconcile_runs", "ux_reconcile_runs_status", "(status) WHERE")]
    public async Task A_rule_against_doubles_is_a_unique_index_of_a_known_name(string table, string name, string columns) =>
        (await IndexesAsync(table)).ShouldContain(i => i.StartsWith($"CREATE UNIQUE INDEX {name} ON ", StringComparison.Ordinal) && i.Contains(columns));

    private async Task<List<string>> IndexesAsync(string table)
    {
        await using var db = database.NewDb();
        return await db.Database.SqlQuery<string>($"select indexdef as \"Value\" from pg_indexes where tablename = {table}").ToListAsync();
    }
}
