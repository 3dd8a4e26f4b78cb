using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Backups;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Backups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_operations_kind",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.AddColumn<Guid>(
                name: "backup_id",
                table: "operations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undo_code",
                table: "operations",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "undo_detail",
                table: "operations",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "neutralised",
                table: "instances",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "source",
                table: "instances",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "template");

            migrationBuilder.AddColumn<Guid>(
                name: "source_backup_id",
                table: "instances",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "generation",
                table: "instance_allocations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "last_generation",
                table: "instance_allocations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "spare_generation",
                table: "instance_allocations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "spare_operation",
                table: "instance_allocations",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "backup_schedules",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    cron = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    keep_daily = table.Column<int>(type: "integer", nullable: false),
                    keep_weekly = table.Column<int>(type: "integer", nullable: false),
                    keep_monthly = table.Column<int>(type: "integer", nullable: false),
                    next_run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backup_schedules", x => x.instance_id);
                    table.ForeignKey(
                        name: "fk_backup_schedules_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "backups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    operation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    odoo_version = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    location = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    manifest = table.Column<string>(type: "jsonb", nullable: true),
                    error_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    error_message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_erased = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backups", x => x.id);
                    table.CheckConstraint("ck_backups_archive", "status <> 'completed' or (location is not null and sha256 is not null and manifest is not null and size > 0)");
                    table.CheckConstraint("ck_backups_kind", "kind in ('manual', 'scheduled', 'pre_update', 'pre_restore', 'final')");
                    table.CheckConstraint("ck_backups_status", "status in ('queued', 'running', 'completed', 'failed', 'deleted')");
                    table.ForeignKey(
                        name: "fk_backups_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_operations_backup_id",
                table: "operations",
                column: "backup_id",
                filter: "status in ('queued', 'running') and backup_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_operations_kind",
                table: "operations",
                sql: "kind in ('provision', 'start', 'stop', 'restart', 'retry', 'update', 'heal', 'suspend', 'unsuspend', 'terminate', 'backup', 'restore', 'clone', 'reactivate')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'restore_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_expired', 'subscription_cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_instances_source_backup_id",
                table: "instances",
                column: "source_backup_id",
                filter: "source_backup_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_instances_source",
                table: "instances",
                sql: "source in ('template', 'copy', 'archive')");

            migrationBuilder.CreateIndex(
                name: "ix_backup_schedules_next_run_at",
                table: "backup_schedules",
                column: "next_run_at",
                filter: "next_run_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_backups_deleted_at",
                table: "backups",
                column: "deleted_at",
                filter: "status = 'deleted' and not is_erased");

            migrationBuilder.CreateIndex(
                name: "ix_backups_expires_at",
                table: "backups",
                column: "expires_at",
                filter: "status in ('completed', 'failed') and expires_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_backups_instance_id_id",
                table: "backups",
                columns: new[] { "instance_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_backups_tenant_id_id",
                table: "backups",
                columns: new[] { "tenant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_backups_under_way",
                table: "backups",
                column: "id",
                filter: "status in ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ux_backups_operation_id",
                table: "backups",
                column: "operation_id",
                unique: true);

            migrationBuilder.Sql(BackupScheduleConfiguration.Backfill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backup_schedules");

            migrationBuilder.DropTable(
                name: "backups");

            migrationBuilder.DropIndex(
                name: "ix_operations_backup_id",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_operations_kind",
                table: "operations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.DropIndex(
                name: "ix_instances_source_backup_id",
                table: "instances");

            migrationBuilder.DropCheckConstraint(
                name: "ck_instances_source",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "backup_id",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "undo_code",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "undo_detail",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "neutralised",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "source",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "source_backup_id",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "generation",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "last_generation",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "spare_generation",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "spare_operation",
                table: "instance_allocations");

            migrationBuilder.AddCheckConstraint(
                name: "ck_operations_kind",
                table: "operations",
                sql: "kind in ('provision', 'start', 'stop', 'restart', 'retry', 'update', 'heal', 'suspend', 'unsuspend', 'terminate')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_expired', 'subscription_cancelled')");
        }
    }
}
