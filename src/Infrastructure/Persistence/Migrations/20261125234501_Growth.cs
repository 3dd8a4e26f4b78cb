using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Secrets;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Growth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "remind_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_seen_at",
                table: "known_devices",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<int>(
                name: "instances",
                table: "database_servers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_remind_at",
                table: "subscriptions",
                column: "remind_at",
                filter: "status = 'trialing' and remind_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_expires_at",
                table: "sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_operations_finished_at",
                table: "operations",
                column: "finished_at",
                filter: "finished_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_known_devices_last_seen_at",
                table: "known_devices",
                column: "last_seen_at");

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
                name: "ck_database_servers_instances",
                table: "database_servers",
                sql: "instances >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_customers_status_id",
                table: "customers",
                columns: new[] { "status", "id" });

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

            // What is known of devices is that they were seen; a year begins.
            migrationBuilder.Sql("update known_devices set last_seen_at = now();");

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

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_remind_at",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_expires_at",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_operations_finished_at",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_known_devices_last_seen_at",
                table: "known_devices");

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
                name: "ck_database_servers_instances",
                table: "database_servers");

            migrationBuilder.DropIndex(
                name: "ix_customers_status_id",
                table: "customers");

            migrationBuilder.DropIndex(
                name: "ix_api_keys_expires_at",
                table: "api_keys");

            migrationBuilder.DropIndex(
                name: "ix_api_keys_revoked_at",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "remind_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "last_seen_at",
                table: "known_devices");

            migrationBuilder.DropColumn(
                name: "instances",
                table: "database_servers");
        }
    }
}
