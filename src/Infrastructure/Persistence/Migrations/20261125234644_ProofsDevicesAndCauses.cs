using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ProofsDevicesAndCauses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
            migrationBuilder.Sql("update tenants set suspended_by = '{owner}' where status = 'suspended'");

            migrationBuilder.AddColumn<int>(
                name: "failed_logins",
                table: "known_devices",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "locked_until",
                table: "known_devices",
                type: "timestamp with time zone",
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ux_trials_mailbox_hash",
                table: "trials",
                column: "mailbox_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "platform_secrets");

            migrationBuilder.DropIndex(
                name: "ux_trials_mailbox_hash",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "mailbox_hash",
                table: "trials");

            migrationBuilder.DropColumn(
                name: "suspended_by",
                table: "tenants");

            migrationBuilder.DropColumn(
                name: "failed_logins",
                table: "known_devices");

            migrationBuilder.DropColumn(
                name: "locked_until",
                table: "known_devices");
        }
    }
}
