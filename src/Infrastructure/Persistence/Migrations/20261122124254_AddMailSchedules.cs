using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class AddMailSchedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_trial_end",
                table: "subscriptions",
                column: "trial_end",
                filter: "status = 'trialing'");

            migrationBuilder.CreateIndex(
                name: "ix_mails_created_at",
                table: "mails",
                column: "created_at",
                filter: "status <> 'queued'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscriptions_trial_end",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_mails_created_at",
                table: "mails");
        }
    }
}
