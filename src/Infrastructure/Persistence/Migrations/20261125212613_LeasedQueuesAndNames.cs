using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Operations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class LeasedQueuesAndNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(
                name: "placements",
                newName: "instance_allocations");

            migrationBuilder.Sql("alter table instance_allocations rename constraint pk_placements to pk_instance_allocations;");

            migrationBuilder.Sql("alter table instance_allocations rename constraint fk_placements_database_server_id to fk_instance_allocations_database_server_id;");

            migrationBuilder.Sql("alter table instance_allocations rename constraint fk_placements_instance_id to fk_instance_allocations_instance_id;");

            migrationBuilder.RenameIndex(
                name: "ix_placements_database_server_id",
                table: "instance_allocations",
                newName: "ix_instance_allocations_database_server_id");

            migrationBuilder.RenameIndex(
                name: "ux_placements_port",
                table: "instance_allocations",
                newName: "ux_instance_allocations_port");

            migrationBuilder.RenameTable(
                name: "request_counts",
                newName: "rate_limit_counters");

            migrationBuilder.Sql("alter table rate_limit_counters rename constraint pk_request_counts to pk_rate_limit_counters;");

            migrationBuilder.RenameIndex(
                name: "ix_request_counts_ends_at",
                table: "rate_limit_counters",
                newName: "ix_rate_limit_counters_ends_at");

            migrationBuilder.DropIndex(
                name: "ix_webhook_deliveries_endpoint_id",
                table: "webhook_deliveries");

            migrationBuilder.DropPrimaryKey(
                name: "pk_event_deliveries",
                table: "event_deliveries");

            migrationBuilder.RenameColumn(
                name: "next_attempt_at",
                table: "webhook_deliveries",
                newName: "run_after");

            migrationBuilder.RenameColumn(
                name: "attempts",
                table: "webhook_deliveries",
                newName: "attempt_log");

            migrationBuilder.RenameColumn(
                name: "failures",
                table: "webhook_deliveries",
                newName: "attempts");

            migrationBuilder.RenameIndex(
                name: "ix_webhook_deliveries_next_attempt_at",
                table: "webhook_deliveries",
                newName: "ix_webhook_deliveries_run_after");

            migrationBuilder.RenameColumn(
                name: "attempt",
                table: "operations",
                newName: "attempts");

            migrationBuilder.RenameColumn(
                name: "next_attempt_at",
                table: "mails",
                newName: "run_after");

            migrationBuilder.RenameIndex(
                name: "ix_mails_next_attempt_at",
                table: "mails",
                newName: "ix_mails_run_after");

            migrationBuilder.RenameColumn(
                name: "next_attempt_at",
                table: "event_deliveries",
                newName: "run_after");

            migrationBuilder.RenameIndex(
                name: "ix_event_deliveries_next_attempt_at",
                table: "event_deliveries",
                newName: "ix_event_deliveries_run_after");

            migrationBuilder.AddColumn<string>(
                name: "lease_owner",
                table: "webhook_deliveries",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "pauses",
                table: "operations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "fence",
                table: "mails",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "lease_owner",
                table: "mails",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lease_until",
                table: "mails",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "event_deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "tenant_id",
                table: "event_deliveries",
                type: "uuid",
                nullable: true);

            migrationBuilder.Sql(EventDeliveryConfiguration.Backfill);
            migrationBuilder.Sql(OperationConfiguration.Backfill);

            migrationBuilder.AlterColumn<Guid>(
                name: "id",
                table: "event_deliveries",
                type: "uuid",
                nullable: false,
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AddColumn<int>(
                name: "fence",
                table: "event_deliveries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "lease_owner",
                table: "event_deliveries",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lease_until",
                table: "event_deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "pauses",
                table: "event_deliveries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddPrimaryKey(
                name: "pk_event_deliveries",
                table: "event_deliveries",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_dead",
                table: "webhook_deliveries",
                column: "id",
                filter: "status = 'dead'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_endpoint_id_run_after",
                table: "webhook_deliveries",
                columns: new[] { "endpoint_id", "run_after" },
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_operations_failed",
                table: "operations",
                column: "id",
                filter: "status = 'failed'");

            migrationBuilder.CreateIndex(
                name: "ix_operations_lease_until",
                table: "operations",
                column: "lease_until",
                filter: "lease_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_operations_tenant_id_run_after",
                table: "operations",
                columns: new[] { "tenant_id", "run_after" },
                filter: "status in ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_mails_lease_until",
                table: "mails",
                column: "lease_until",
                filter: "lease_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_tenant_id_run_after",
                table: "event_deliveries",
                columns: new[] { "tenant_id", "run_after" },
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_dead",
                table: "event_deliveries",
                column: "id",
                filter: "status = 'dead'");

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_lease_until",
                table: "event_deliveries",
                column: "lease_until",
                filter: "lease_until is not null");

            migrationBuilder.CreateIndex(
                name: "ux_event_deliveries_event_position_consumer",
                table: "event_deliveries",
                columns: new[] { "event_position", "consumer" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable(
                name: "instance_allocations",
                newName: "placements");

            migrationBuilder.Sql("alter table placements rename constraint pk_instance_allocations to pk_placements;");

            migrationBuilder.Sql("alter table placements rename constraint fk_instance_allocations_database_server_id to fk_placements_database_server_id;");

            migrationBuilder.Sql("alter table placements rename constraint fk_instance_allocations_instance_id to fk_placements_instance_id;");

            migrationBuilder.RenameIndex(
                name: "ix_instance_allocations_database_server_id",
                table: "placements",
                newName: "ix_placements_database_server_id");

            migrationBuilder.RenameIndex(
                name: "ux_instance_allocations_port",
                table: "placements",
                newName: "ux_placements_port");

            migrationBuilder.RenameTable(
                name: "rate_limit_counters",
                newName: "request_counts");

            migrationBuilder.Sql("alter table request_counts rename constraint pk_rate_limit_counters to pk_request_counts;");

            migrationBuilder.RenameIndex(
                name: "ix_rate_limit_counters_ends_at",
                table: "request_counts",
                newName: "ix_request_counts_ends_at");

            migrationBuilder.DropIndex(
                name: "ix_webhook_deliveries_dead",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_webhook_deliveries_endpoint_id_run_after",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_operations_failed",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_operations_lease_until",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_operations_tenant_id_run_after",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_mails_lease_until",
                table: "mails");

            migrationBuilder.DropPrimaryKey(
                name: "pk_event_deliveries",
                table: "event_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_event_deliveries_tenant_id_run_after",
                table: "event_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_event_deliveries_dead",
                table: "event_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_event_deliveries_lease_until",
                table: "event_deliveries");

            migrationBuilder.DropIndex(
                name: "ux_event_deliveries_event_position_consumer",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "lease_owner",
                table: "webhook_deliveries");

            migrationBuilder.DropColumn(
                name: "pauses",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "fence",
                table: "mails");

            migrationBuilder.DropColumn(
                name: "lease_owner",
                table: "mails");

            migrationBuilder.DropColumn(
                name: "lease_until",
                table: "mails");

            migrationBuilder.DropColumn(
                name: "id",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "tenant_id",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "fence",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "lease_owner",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "lease_until",
                table: "event_deliveries");

            migrationBuilder.DropColumn(
                name: "pauses",
                table: "event_deliveries");

            migrationBuilder.RenameColumn(
                name: "run_after",
                table: "webhook_deliveries",
                newName: "next_attempt_at");

            migrationBuilder.RenameColumn(
                name: "attempts",
                table: "webhook_deliveries",
                newName: "failures");

            migrationBuilder.RenameColumn(
                name: "attempt_log",
                table: "webhook_deliveries",
                newName: "attempts");

            migrationBuilder.RenameIndex(
                name: "ix_webhook_deliveries_run_after",
                table: "webhook_deliveries",
                newName: "ix_webhook_deliveries_next_attempt_at");

            migrationBuilder.RenameColumn(
                name: "attempts",
                table: "operations",
                newName: "attempt");

            migrationBuilder.RenameColumn(
                name: "run_after",
                table: "mails",
                newName: "next_attempt_at");

            migrationBuilder.RenameIndex(
                name: "ix_mails_run_after",
                table: "mails",
                newName: "ix_mails_next_attempt_at");

            migrationBuilder.RenameColumn(
                name: "run_after",
                table: "event_deliveries",
                newName: "next_attempt_at");

            migrationBuilder.RenameIndex(
                name: "ix_event_deliveries_run_after",
                table: "event_deliveries",
                newName: "ix_event_deliveries_next_attempt_at");

            migrationBuilder.AddPrimaryKey(
                name: "pk_event_deliveries",
                table: "event_deliveries",
                columns: new[] { "event_position", "consumer" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_endpoint_id",
                table: "webhook_deliveries",
                column: "endpoint_id",
                filter: "status = 'pending'");
        }
    }
}
