using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class DatabaseServers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "configured_capacity",
                table: "database_servers",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "draining",
                table: "database_servers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "health",
                table: "database_servers",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "unknown");

            migrationBuilder.AddColumn<string>(
                name: "health_code",
                table: "database_servers",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "health_detail",
                table: "database_servers",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "database_servers",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "shared");

            migrationBuilder.AddColumn<Guid>(
                name: "tenant_id",
                table: "database_servers",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "database_server_checks",
                columns: table => new
                {
                    database_server_id = table.Column<Guid>(type: "uuid", nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_check_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_database_server_checks", x => x.database_server_id);
                    table.ForeignKey(
                        name: "fk_database_server_checks_database_server_id",
                        column: x => x.database_server_id,
                        principalTable: "database_servers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // All of them came from the configuration so far; what a draining one was is what it is.
            migrationBuilder.Sql("update database_servers set configured_capacity = capacity, draining = status = 'draining';");
            migrationBuilder.Sql(DatabaseServerCheckConfiguration.Backfill);

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_status",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "status",
                table: "database_servers");

            migrationBuilder.CreateIndex(
                name: "ix_operations_waiting_for_server",
                table: "operations",
                column: "id",
                filter: "status = 'queued' and error_code in ('no_database_capacity', 'no_dedicated_server')");

            migrationBuilder.CreateIndex(
                name: "ix_database_servers_tenant_id",
                table: "database_servers",
                column: "tenant_id",
                filter: "tenant_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_capacity",
                table: "database_servers",
                sql: "capacity >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_health",
                table: "database_servers",
                sql: "health in ('unknown', 'healthy', 'error')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_kind",
                table: "database_servers",
                sql: "kind in ('shared', 'dedicated')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_owner",
                table: "database_servers",
                sql: "(kind = 'dedicated') = (tenant_id is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_database_server_checks_next_check_at",
                table: "database_server_checks",
                column: "next_check_at");

            migrationBuilder.AddForeignKey(
                name: "fk_database_servers_tenant_id",
                table: "database_servers",
                column: "tenant_id",
                principalTable: "tenants",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_database_servers_tenant_id",
                table: "database_servers");

            migrationBuilder.DropTable(
                name: "database_server_checks");

            migrationBuilder.DropIndex(
                name: "ix_operations_waiting_for_server",
                table: "operations");

            migrationBuilder.DropIndex(
                name: "ix_database_servers_tenant_id",
                table: "database_servers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_capacity",
                table: "database_servers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_health",
                table: "database_servers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_kind",
                table: "database_servers");

            migrationBuilder.DropCheckConstraint(
                name: "ck_database_servers_owner",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "configured_capacity",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "draining",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "health",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "health_code",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "health_detail",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "database_servers");

            migrationBuilder.DropColumn(
                name: "tenant_id",
                table: "database_servers");

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "database_servers",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "active");

            migrationBuilder.AddCheckConstraint(
                name: "ck_database_servers_status",
                table: "database_servers",
                sql: "status in ('active', 'full', 'draining', 'error')");
        }
    }
}
