using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class InstanceContainers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
            migrationBuilder.Sql("alter table odoo_templates alter column last_used_at drop default");

            migrationBuilder.AddColumn<bool>(
                name: "with_modules",
                table: "odoo_templates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

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

            migrationBuilder.CreateIndex(
                name: "ix_odoo_templates_last_used_at",
                table: "odoo_templates",
                column: "last_used_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_odoo_templates_last_used_at",
                table: "odoo_templates");

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
                name: "environment_names",
                table: "instances");

            migrationBuilder.DropColumn(
                name: "last_port",
                table: "instance_allocations");

            migrationBuilder.DropColumn(
                name: "told_url",
                table: "instance_allocations");

            // What is encrypted cannot be read by SQL: the variables are lost.
            migrationBuilder.Sql(
                """
                alter table instances alter column environment_vars type jsonb using '{}'::jsonb, alter column environment_vars set not null;
                """);
        }
    }
}
