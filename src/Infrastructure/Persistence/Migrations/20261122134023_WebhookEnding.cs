using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class WebhookEnding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "dead_reason",
                table: "webhook_deliveries",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "redelivered_at",
                table: "webhook_deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_endpoint_id",
                table: "webhook_deliveries",
                column: "endpoint_id",
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_finished_at",
                table: "webhook_deliveries",
                column: "finished_at",
                filter: "finished_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_webhook_deliveries_endpoint_id",
                table: "webhook_deliveries");

            migrationBuilder.DropIndex(
                name: "ix_webhook_deliveries_finished_at",
                table: "webhook_deliveries");

            migrationBuilder.DropColumn(
                name: "dead_reason",
                table: "webhook_deliveries");

            migrationBuilder.DropColumn(
                name: "redelivered_at",
                table: "webhook_deliveries");
        }
    }
}
