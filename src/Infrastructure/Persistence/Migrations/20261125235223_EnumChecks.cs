using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class EnumChecks : Migration
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

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenants_status",
                table: "tenants",
                sql: "status in ('provisioning', 'active', 'suspended', 'terminated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tenant_members_role",
                table: "tenant_members",
                sql: "role in ('viewer', 'manager', 'owner')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_billing_period",
                table: "subscriptions",
                sql: "billing_period in ('monthly', 'quarterly', 'biannual', 'annual')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_status",
                table: "subscriptions",
                sql: "status in ('pending', 'trialing', 'active', 'past_due', 'suspended', 'cancelled', 'expired')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_plans_database_kind",
                table: "plans",
                sql: "database_kind in ('shared', 'dedicated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_plan_prices_period",
                table: "plan_prices",
                sql: "period in ('monthly', 'quarterly', 'biannual', 'annual')");

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

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_status",
                table: "mails",
                sql: "status in ('queued', 'sent', 'dead', 'unwanted')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_cancelled')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_invitations_role",
                table: "invitations",
                sql: "role in ('viewer', 'manager', 'owner')");

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

            migrationBuilder.AddCheckConstraint(
                name: "ck_event_deliveries_status",
                table: "event_deliveries",
                sql: "status in ('pending', 'done', 'dead')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_status",
                table: "database_servers",
                sql: "status in ('active', 'full', 'draining', 'error')");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_endpoints_disabled_reason",
                table: "webhook_endpoints");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_deliveries_dead_reason",
                table: "webhook_deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_webhook_deliveries_status",
                table: "webhook_deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tenants_status",
                table: "tenants");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tenant_members_role",
                table: "tenant_members");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_billing_period",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_status",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_plans_database_kind",
                table: "plans");

            migrationBuilder.DropCheckConstraint(
                name: "ck_plan_prices_period",
                table: "plan_prices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_operations_kind",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_operations_status",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_one_time_tokens_kind",
                table: "one_time_tokens");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_status",
                table: "mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_invitations_role",
                table: "invitations");

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

            migrationBuilder.DropCheckConstraint(
                name: "ck_event_deliveries_status",
                table: "event_deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_status",
                table: "database_servers");

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
        }
    }
}
