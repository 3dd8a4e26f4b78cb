using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Healing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_operations_tenant_id_run_after",
                table: "operations");

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

            migrationBuilder.CreateIndex(
                name: "ix_operations_tenant_id_is_background_run_after",
                table: "operations",
                columns: new[] { "tenant_id", "is_background", "run_after" },
                filter: "status in ('queued', 'running')");

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

            migrationBuilder.Sql("update operations set is_background = true where kind = 'heal';");
            migrationBuilder.Sql("update instances set failures = 1, retry_at = now() where status = 'error';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_operations_tenant_id_is_background_run_after",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_instances_retry_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_instances_watched",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "is_background",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                table: "operations");

            migrationBuilder.DropColumn(
                name: "failures",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "retry_at",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "unhealthy_since",
                table: "instance_observations");

            migrationBuilder.DropColumn(
                name: "fence",
                table: "instance_allocations");

            migrationBuilder.CreateIndex(
                name: "ix_operations_tenant_id_run_after",
                table: "operations",
                columns: new[] { "tenant_id", "run_after" },
                filter: "status in ('queued', 'running')");
        }
    }
}
