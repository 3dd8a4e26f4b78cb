using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Persistence.Configurations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class EventSequence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_subject_position",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_events_tenant_id_position",
                table: "events");

            migrationBuilder.CreateSequence(
                name: "event_sequence");

            migrationBuilder.AddColumn<long>(
                name: "sequence",
                table: "events",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_events_subject_sequence",
                table: "events",
                columns: new[] { "subject", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_events_tenant_id_sequence",
                table: "events",
                columns: new[] { "tenant_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ux_events_sequence",
                table: "events",
                column: "sequence",
                unique: true);

            migrationBuilder.Sql(EventRowConfiguration.Backfill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_events_subject_sequence",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ix_events_tenant_id_sequence",
                table: "events");

            migrationBuilder.DropIndex(
                name: "ux_events_sequence",
                table: "events");

            migrationBuilder.DropColumn(
                name: "sequence",
                table: "events");

            migrationBuilder.DropSequence(
                name: "event_sequence");

            migrationBuilder.CreateIndex(
                name: "ix_events_subject_position",
                table: "events",
                columns: new[] { "subject", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_events_tenant_id_position",
                table: "events",
                columns: new[] { "tenant_id", "position" });
        }
    }
}
