using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Secrets;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FaultsFromTheField : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Lists of words were added up by requests of before, to numbers that no list could be read with: they get the least that they may
            // have meant. No request could reach the other columns.
            migrationBuilder.Sql("update instances set instance_type = 'development' where instance_type not in ('development', 'staging', 'production');");
            migrationBuilder.Sql("update invitations set role = 'viewer' where role not in ('viewer', 'manager', 'owner');");
            migrationBuilder.Sql("update tenant_members set role = 'viewer' where role not in ('viewer', 'manager', 'owner');");
            migrationBuilder.Sql("update subscriptions set billing_period = 'monthly' where billing_period not in ('monthly', 'quarterly', 'biannual', 'annual');");
            migrationBuilder.Sql("update customers set preferences = preferences - 'theme' where preferences ->> 'theme' not in ('system', 'light', 'dark');");
            migrationBuilder.Sql("update customers set preferences = preferences - 'dateFormat' where preferences ->> 'dateFormat' not in ('year_month_day', 'day_month_year', 'month_day_year');");
            migrationBuilder.Sql("update customers set preferences = preferences - 'timeFormat' where preferences ->> 'timeFormat' not in ('hours24', 'hours12');");

            migrationBuilder.DropIndex(
                name: "ix_operations_tenant_id_run_after",
                table: "operations");

            migrationBuilder.AddColumn<byte[]>(
                name: "mailbox_hash",
                table: "trials",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "suspended_by",
                table: "tenants",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            // Who suspended a tenant was not kept, and every suspension was the owner's to lift.
            migrationBuilder.Sql("update tenants set suspended_by = '{owner}' where status = 'suspended';");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "remind_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_background",
                table: "operations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waiting_since",
                table: "operations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<TimeSpan>(
                name: "build_time",
                table: "odoo_templates",
                type: "interval",
                nullable: false,
                defaultValue: new TimeSpan(0, 0, 0, 0, 0));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_used_at",
                table: "odoo_templates",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");
            migrationBuilder.Sql("alter table odoo_templates alter column last_used_at drop default;");

            migrationBuilder.AddColumn<bool>(
                name: "with_modules",
                table: "odoo_templates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "failed_logins",
                table: "known_devices",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "known_devices",
                type: "timestamp with time zone",
                nullable: false,
                defaultValueSql: "now()");

            // What is known of devices is that they were seen; a year begins.
            migrationBuilder.Sql("alter table known_devices alter column last_seen_at drop default;");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "locked_until",
                table: "known_devices",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "environment_names",
                table: "instances",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            // Values stay readable until the platform has started once: only it has the keys (PlainVariables).
            migrationBuilder.Sql(
                """
                update instances set environment_names = (select jsonb_agg(name order by name) from jsonb_object_keys(environment_vars) as name)
                    where environment_vars <> '{}';
                alter table instances alter column environment_names drop default,
                    alter column environment_vars drop not null,
                    alter column environment_vars type text using case when environment_vars <> '{}' then environment_vars::text end;
                """);

            migrationBuilder.AddColumn<int>(
                name: "failures",
                table: "instances",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "retry_at",
                table: "instances",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "admin_password_generated",
                table: "instance_secrets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "unhealthy_since",
                table: "instance_observations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "fence",
                table: "instance_allocations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "last_port",
                table: "instance_allocations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "told_url",
                table: "instance_allocations",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "instances",
                table: "database_servers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "platform_secrets",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    value = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_platform_secrets", x => x.name);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_endpoints_disabled_reason",
                table: "webhook_endpoints",
                sql: "disabled_reason in ('owner', 'gone', 'failing', 'tenant_terminated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_deliveries_dead_reason",
                table: "webhook_deliveries",
                sql: "dead_reason in ('exhausted', 'gone', 'expired', 'endpoint_disabled')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_webhook_deliveries_status",
                table: "webhook_deliveries",
                sql: "status in ('pending', 'delivered', 'dead')");

            migrationBuilder.CreateIndex(
                name: "ux_trials_mailbox_hash",
                table: "trials",
                column: "mailbox_hash",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenants_status",
                table: "tenants",
                sql: "status in ('provisioning', 'active', 'suspended', 'terminated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenant_members_role",
                table: "tenant_members",
                sql: "role in ('viewer', 'manager', 'owner')");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_remind_at",
                table: "subscriptions",
                column: "remind_at",
                filter: "status = 'trialing' and remind_at is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_billing_period",
                table: "subscriptions",
                sql: "billing_period in ('monthly', 'quarterly', 'biannual', 'annual')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_status",
                table: "subscriptions",
                sql: "status in ('pending', 'trialing', 'active', 'past_due', 'suspended', 'cancelled', 'expired')");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.AddCheckConstraint(
                name: "ck_plans_database_kind",
                table: "plans",
                sql: "database_kind in ('shared', 'dedicated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_plan_prices_period",
                table: "plan_prices",
                sql: "period in ('monthly', 'quarterly', 'biannual', 'annual')");

            migrationBuilder.CreateIndex(
                name: "ix_operations_finished_at",
                table: "operations",
                column: "finished_at",
                filter: "finished_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_operations_tenant_id_is_background_run_after",
                table: "operations",
                columns: new[] { "tenant_id", "is_background", "run_after" },
                filter: "status in ('queued', 'running')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_operations_kind",
                table: "operations",
                sql: "kind in ('provision', 'start', 'stop', 'restart', 'retry', 'update', 'heal', 'suspend', 'unsuspend', 'terminate')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_operations_status",
                table: "operations",
                sql: "status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_one_time_tokens_kind",
                table: "one_time_tokens",
                sql: "kind in ('verify_email', 'reset_password')");

            migrationBuilder.CreateIndex(
                name: "ix_odoo_templates_last_used_at",
                table: "odoo_templates",
                column: "last_used_at");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_status",
                table: "mails",
                sql: "status in ('queued', 'sent', 'dead', 'unwanted')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_known_devices_last_seen_at",
                table: "known_devices",
                column: "last_seen_at");

            migrationBuilder.AddCheckConstraint(
                name: "ck_invitations_role",
                table: "invitations",
                sql: "role in ('viewer', 'manager', 'owner')");

            migrationBuilder.CreateIndex(
                name: "ix_instances_retry_at",
                table: "instances",
                column: "retry_at",
                filter: "retry_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_watched",
                table: "instances",
                column: "id",
                filter: "status in ('running', 'error')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_billing_status",
                table: "instances",
                sql: "billing_status in ('trial', 'paid', 'payment_required')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_desired_power",
                table: "instances",
                sql: "desired_power in ('running', 'stopped', 'gone')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_instance_type",
                table: "instances",
                sql: "instance_type in ('development', 'staging', 'production')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_provisioning_status",
                table: "instances",
                sql: "provisioning_status in ('pending', 'provisioning', 'completed', 'failed')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_status",
                table: "instances",
                sql: "status in ('creating', 'running', 'starting', 'stopping', 'stopped', 'restarting', 'updating', 'maintenance', 'suspended', 'error', 'terminating', 'terminated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_suspended_by",
                table: "instances",
                sql: "suspended_by in ('tenant', 'billing', 'operator')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instance_observations_container_status",
                table: "instance_observations",
                sql: "container_status in ('unknown', 'created', 'running', 'restarting', 'paused', 'exited', 'dead', 'missing')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instance_observations_health",
                table: "instance_observations",
                sql: "health in ('unknown', 'healthy', 'unhealthy')");

            migrationBuilder.CreateIndex(
                name: "ix_events_lasting",
                table: "events",
                column: "at",
                filter: "name <> 'operation.progressed'");

            migrationBuilder.CreateIndex(
                name: "ix_events_progress",
                table: "events",
                column: "at",
                filter: "name = 'operation.progressed'");

            migrationBuilder.CreateIndex(
                name: "ix_events_tenant_id_name_sequence",
                table: "events",
                columns: new[] { "tenant_id", "name", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_done",
                table: "event_deliveries",
                column: "run_after",
                filter: "status = 'done'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_event_deliveries_status",
                table: "event_deliveries",
                sql: "status in ('pending', 'done', 'dead')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_instances",
                table: "database_servers",
                sql: "instances >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_status",
                table: "database_servers",
                sql: "status in ('active', 'full', 'draining', 'error')");

            migrationBuilder.CreateIndex(
                name: "ix_customers_status_id",
                table: "customers",
                columns: new[] { "status", "id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_customers_preferences_date_format",
                table: "customers",
                sql: "preferences ->> 'dateFormat' in ('year_month_day', 'day_month_year', 'month_day_year')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_customers_preferences_theme",
                table: "customers",
                sql: "preferences ->> 'theme' in ('system', 'light', 'dark')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_customers_preferences_time_format",
                table: "customers",
                sql: "preferences ->> 'timeFormat' in ('hours24', 'hours12')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_customers_status",
                table: "customers",
                sql: "status in ('active', 'deactivated', 'deleted')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_entries_actor",
                table: "audit_entries",
                sql: "actor in ('customer', 'api_key', 'operator', 'anonymous', 'system')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_audit_entries_outcome",
                table: "audit_entries",
                sql: "outcome in ('succeeded', 'refused')");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_expires_at",
                table: "api_keys",
                column: "expires_at",
                filter: "expires_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_revoked_at",
                table: "api_keys",
                column: "revoked_at",
                filter: "revoked_at is not null");

            // What is stopped gives its port back, and asks for the same one when it starts.
            migrationBuilder.Sql("update instance_allocations set last_port = port;");
            migrationBuilder.Sql(
                """
                update instance_allocations a set port = null, url = null, published_at = null from instances i
                    where i.id = a.instance_id and i.status in ('stopped', 'suspended') and not exists (
                        select from operations o where o.instance_id = i.id and o.status in ('queued', 'running'));
                """);

            migrationBuilder.Sql("update operations set is_background = true where kind = 'heal';");
            migrationBuilder.Sql("update instances set failures = 1, retry_at = now() where status = 'error';");

            // What was sent already is not sent again: mails are deduped.
            migrationBuilder.Sql("update subscriptions set remind_at = trial_end - interval '7 days' where status = 'trialing' and trial_end > now();");

            migrationBuilder.Sql("delete from instance_secrets s using instances i where i.id = s.instance_id and i.status = 'terminated';");
            migrationBuilder.Sql(AllocationTriggers.Create);
            migrationBuilder.Sql(SecretIndexes.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SecretIndexes.Drop);
            migrationBuilder.Sql(AllocationTriggers.Drop);

            migrationBuilder.DropTable(
                name: "platform_secrets");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_endpoints_disabled_reason",
                table: "webhook_endpoints");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_deliveries_dead_reason",
                table: "webhook_deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_deliveries_status",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "ux_trials_mailbox_hash",
                table: "trials");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tenants_status",
                table: "tenants");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tenant_members_role",
                table: "tenant_members");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_remind_at",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_billing_period",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_status",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_expires_at",
                table: "sessions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_plans_database_kind",
                table: "plans");

            migrationBuilder.DropCheckConstraint(
                name: "ck_plan_prices_period",
                table: "plan_prices");

            migrationBuilder.DropIndex(
                name: "ix_operations_finished_at",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_operations_tenant_id_is_background_run_after",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_operations_kind",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_operations_status",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_one_time_tokens_kind",
                table: "one_time_tokens");

            migrationBuilder.DropIndex(
                name: "ix_odoo_templates_last_used_at",
                table: "odoo_templates");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_status",
                table: "mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.DropIndex(
                name: "ix_known_devices_last_seen_at",
                table: "known_devices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_invitations_role",
                table: "invitations");

            migrationBuilder.DropIndex(
                name: "ix_instances_retry_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_instances_watched",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_billing_status",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_desired_power",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_instance_type",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_provisioning_status",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_status",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_suspended_by",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instance_observations_container_status",
                table: "instance_observations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instance_observations_health",
                table: "instance_observations");

            migrationBuilder.DropIndex(
                name: "ix_events_lasting",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_events_progress",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_events_tenant_id_name_sequence",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_event_deliveries_done",
                table: "event_deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_event_deliveries_status",
                table: "event_deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_instances",
                table: "database_servers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_status",
                table: "database_servers");

            migrationBuilder.DropIndex(
                name: "ix_customers_status_id",
                table: "customers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_customers_preferences_date_format",
                table: "customers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_customers_preferences_theme",
                table: "customers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_customers_preferences_time_format",
                table: "customers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_customers_status",
                table: "customers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_audit_entries_actor",
                table: "audit_entries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_audit_entries_outcome",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_api_keys_expires_at",
                table: "api_keys");

            migrationBuilder.DropIndex(
                name: "ix_api_keys_revoked_at",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "mailbox_hash",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "suspended_by",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "remind_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "is_background",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "build_time",
                table: "odoo_templates");

            migrationBuilder.DropColumn(
                name: "last_used_at",
                table: "odoo_templates");

            migrationBuilder.DropColumn(
                name: "with_modules",
                table: "odoo_templates");

            migrationBuilder.DropColumn(
                name: "failed_logins",
                table: "known_devices");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "known_devices");

            migrationBuilder.DropColumn(
                name: "locked_until",
                table: "known_devices");

            migrationBuilder.DropColumn(
                name: "environment_names",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "failures",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "retry_at",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "admin_password_generated",
                table: "instance_secrets");

            migrationBuilder.DropColumn(
                name: "unhealthy_since",
                table: "instance_observations");

            migrationBuilder.DropColumn(
                name: "fence",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "last_port",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "told_url",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "instances",
                table: "database_servers");

            migrationBuilder.Sql(
                """
                alter table instances alter column environment_vars type jsonb using '{}'::jsonb, alter column environment_vars set not null;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_operations_tenant_id_run_after",
                table: "operations",
                columns: new[] { "tenant_id", "run_after" },
                filter: "status in ('queued', 'running')");
        }
    }
}
