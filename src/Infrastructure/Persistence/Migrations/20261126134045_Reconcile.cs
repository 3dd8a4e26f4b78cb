using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Provisioning;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Reconcile : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "reconcile_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    stage = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    after = table.Column<Guid>(type: "uuid", nullable: false),
                    looked = table.Column<int>(type: "integer", nullable: false),
                    busy = table.Column<int>(type: "integer", nullable: false),
                    found = table.Column<int>(type: "integer", nullable: false),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: false),
                    error_message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    waiting_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconcile_runs", x => x.id);
                    table.CheckConstraint("ck_reconcile_runs_stage", "stage in ('instances', 'stopped', 'orphans', 'repair', 'done')");
                    table.CheckConstraint("ck_reconcile_runs_status", "status in ('running', 'completed', 'failed')");
                });

            migrationBuilder.CreateTable(
                name: "reconcile_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: true),
                    database_server_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lines = table.Column<string>(type: "jsonb", nullable: false),
                    steps = table.Column<string>(type: "jsonb", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    operation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconcile_findings", x => x.id);
                    table.CheckConstraint("ck_reconcile_findings_kind", "kind in ('instance', 'container', 'volume', 'database', 'role', 'database_server')");
                    table.CheckConstraint("ck_reconcile_findings_outcome", "outcome in ('found', 'pending', 'healing', 'removed', 'left', 'unknown')");
                    table.ForeignKey(
                        name: "fk_reconcile_findings_run_id",
                        column: x => x.run_id,
                        principalTable: "reconcile_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_reconcile_findings_run_id_id",
                table: "reconcile_findings",
                columns: new[] { "run_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_reconcile_findings_run_id_kind_id",
                table: "reconcile_findings",
                columns: new[] { "run_id", "kind", "id" },
                filter: "outcome = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_reconcile_runs_finished_at",
                table: "reconcile_runs",
                column: "finished_at",
                filter: "finished_at is not null");

            migrationBuilder.CreateIndex(
                name: "ux_reconcile_runs_status",
                table: "reconcile_runs",
                column: "status",
                unique: true,
                filter: "status = 'running'");

            migrationBuilder.Sql(ReconcileRunConfiguration.ShortIdIndex);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_instances_short_id;");

            migrationBuilder.DropTable(
                name: "reconcile_findings");

            migrationBuilder.DropTable(
                name: "reconcile_runs");
        }
    }
}
