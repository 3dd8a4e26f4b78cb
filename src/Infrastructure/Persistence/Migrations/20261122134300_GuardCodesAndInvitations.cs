using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class GuardCodesAndInvitations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "codes_locked_until",
                table: "customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirmations_locked_until",
                table: "customers",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "failed_codes",
                table: "customers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "failed_confirmations",
                table: "customers",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "ix_invitations_email",
                table: "invitations",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_expires_at",
                table: "invitations",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_invitations_email",
                table: "invitations");

            migrationBuilder.DropIndex(
                name: "ix_invitations_expires_at",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "codes_locked_until",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "confirmations_locked_until",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "failed_codes",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "failed_confirmations",
                table: "customers");
        }
    }
}
