using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Backups.Proofs;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class BackupProofs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.AddColumn<string>(
                name: "proof",
                table: "backups",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "none");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "proof_at",
                table: "backups",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proof_error_code",
                table: "backups",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "proof_error_message",
                table: "backups",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "backup_proofs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    database_server_id = table.Column<Guid>(type: "uuid", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    proven_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    run_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    lease_owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fence = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backup_proofs", x => x.id);
                    table.CheckConstraint("ck_backup_proofs_status", "status in ('waiting', 'running')");
                    table.ForeignKey(
                        name: "fk_backup_proofs_database_server_id",
                        column: x => x.database_server_id,
                        principalTable: "database_servers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_backup_proofs_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'backup_proof_failed', 'restore_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_expired', 'subscription_cancelled')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_backups_proof",
                table: "backups",
                sql: "proof in ('none', 'checksum', 'restored', 'booted')");

            migrationBuilder.CreateIndex(
                name: "ix_backup_proofs_database_server_id",
                table: "backup_proofs",
                column: "database_server_id");

            migrationBuilder.CreateIndex(
                name: "ix_backup_proofs_lease_until",
                table: "backup_proofs",
                column: "lease_until",
                filter: "lease_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_backup_proofs_run_after",
                table: "backup_proofs",
                column: "run_after",
                filter: "status in ('waiting', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_backup_proofs_tenant_id_run_after",
                table: "backup_proofs",
                columns: new[] { "tenant_id", "run_after" },
                filter: "status in ('waiting', 'running')");

            migrationBuilder.CreateIndex(
                name: "ux_backup_proofs_instance_id",
                table: "backup_proofs",
                column: "instance_id",
                unique: true);

            migrationBuilder.Sql(BackupProofConfiguration.Backfill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backup_proofs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.DropCheckConstraint(
                name: "ck_backups_proof",
                table: "backups");

            migrationBuilder.DropColumn(
                name: "proof",
                table: "backups");

            migrationBuilder.DropColumn(
                name: "proof_at",
                table: "backups");

            migrationBuilder.DropColumn(
                name: "proof_error_code",
                table: "backups");

            migrationBuilder.DropColumn(
                name: "proof_error_message",
                table: "backups");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'restore_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_expired', 'subscription_cancelled')");
        }
    }
}
