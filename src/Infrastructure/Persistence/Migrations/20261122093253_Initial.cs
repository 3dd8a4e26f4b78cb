using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "customers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    password_hash = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    phone = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    company = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: true),
                    timezone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    language = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: true),
                    roles = table.Column<List<string>>(type: "text[]", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    email_verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    terms_accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    marketing_consent = table.Column<bool>(type: "boolean", nullable: false),
                    failed_logins = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_login_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    name_first = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name_last = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_customers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "database_servers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    host = table.Column<string>(type: "text", nullable: false),
                    port = table.Column<int>(type: "integer", nullable: false),
                    instance_host = table.Column<string>(type: "text", nullable: false),
                    instance_port = table.Column<int>(type: "integer", nullable: false),
                    admin_username = table.Column<string>(type: "text", nullable: false),
                    admin_password = table.Column<string>(type: "text", nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_database_servers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    dispatched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    max_instances = table.Column<int>(type: "integer", nullable: false),
                    max_users = table.Column<int>(type: "integer", nullable: false),
                    max_cpu = table.Column<decimal>(type: "numeric(4,1)", precision: 4, scale: 1, nullable: false),
                    max_memory_bytes = table.Column<long>(type: "bigint", nullable: false),
                    max_storage_bytes = table.Column<long>(type: "bigint", nullable: false),
                    database_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    trial_days = table.Column<int>(type: "integer", nullable: false),
                    offered_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    ip_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    user_agent = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_sessions_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    custom_domain = table.Column<string>(type: "character varying(253)", maxLength: 253, nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenants", x => x.id);
                    table.ForeignKey(
                        name: "fk_tenants_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "odoo_templates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    server_id = table.Column<Guid>(type: "uuid", nullable: false),
                    spec_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    odoo_version = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    image = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    image_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    demo_data = table.Column<bool>(type: "boolean", nullable: false),
                    database = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    owner = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    volume = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    modules = table.Column<string>(type: "jsonb", nullable: false),
                    built_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_odoo_templates", x => x.id);
                    table.ForeignKey(
                        name: "fk_odoo_templates_server_id",
                        column: x => x.server_id,
                        principalTable: "database_servers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "event_deliveries",
                columns: table => new
                {
                    event_position = table.Column<long>(type: "bigint", nullable: false),
                    consumer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_deliveries", x => new { x.event_position, x.consumer });
                    table.ForeignKey(
                        name: "fk_event_deliveries_event_position",
                        column: x => x.event_position,
                        principalTable: "events",
                        principalColumn: "position",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_prices",
                columns: table => new
                {
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plan_prices", x => new { x.plan_id, x.period, x.currency });
                    table.ForeignKey(
                        name: "fk_plan_prices_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "instances",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    odoo_version = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    instance_type = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    cpu_limit = table.Column<decimal>(type: "numeric(4,2)", precision: 4, scale: 2, nullable: false),
                    admin_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    database_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    subdomain = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    demo_data = table.Column<bool>(type: "boolean", nullable: false),
                    custom_addons = table.Column<string>(type: "jsonb", nullable: false),
                    disabled_modules = table.Column<string>(type: "jsonb", nullable: false),
                    environment_vars = table.Column<string>(type: "jsonb", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    provisioning_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    billing_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    desired_power = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    suspended_by = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ran_before_suspension = table.Column<bool>(type: "boolean", nullable: false),
                    error_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    error_message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    terminated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    memory_limit_bytes = table.Column<long>(type: "bigint", nullable: false),
                    memory_limit_text = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    storage_limit_bytes = table.Column<long>(type: "bigint", nullable: false),
                    storage_limit_text = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instances", x => x.id);
                    table.ForeignKey(
                        name: "fk_instances_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    billing_period = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    anchor = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    current_period_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    current_period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    trial_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    trial_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.id);
                    table.ForeignKey(
                        name: "fk_subscriptions_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_subscriptions_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_subscriptions_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "instance_observations",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    container_status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    health = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    last_health_check = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instance_observations", x => x.instance_id);
                    table.ForeignKey(
                        name: "fk_instance_observations_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "instance_secrets",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    database_password = table.Column<string>(type: "text", nullable: false),
                    master_password = table.Column<string>(type: "text", nullable: false),
                    admin_password = table.Column<string>(type: "text", nullable: true),
                    revealed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_instance_secrets", x => x.instance_id);
                    table.ForeignKey(
                        name: "fk_instance_secrets_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    steps = table.Column<string>(type: "jsonb", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    run_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease_owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fence = table.Column<int>(type: "integer", nullable: false),
                    error_code = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    error_detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    requested_by = table.Column<Guid>(type: "uuid", nullable: true),
                    trace_parent = table.Column<string>(type: "character varying(55)", maxLength: 55, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    progress = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.id);
                    table.ForeignKey(
                        name: "fk_operations_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "placements",
                columns: table => new
                {
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    database_server_id = table.Column<Guid>(type: "uuid", nullable: true),
                    image_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    port = table.Column<int>(type: "integer", nullable: true),
                    url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_placements", x => x.instance_id);
                    table.ForeignKey(
                        name: "fk_placements_database_server_id",
                        column: x => x.database_server_id,
                        principalTable: "database_servers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_placements_instance_id",
                        column: x => x.instance_id,
                        principalTable: "instances",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "trials",
                columns: table => new
                {
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trials", x => x.customer_id);
                    table.ForeignKey(
                        name: "fk_trials_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_trials_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "plans",
                columns: new[] { "id", "code", "database_kind", "max_cpu", "max_instances", "max_memory_bytes", "max_storage_bytes", "max_users", "name", "offered_from", "revision", "trial_days", "withdrawn_at" },
                values: new object[,]
                {
                    { new Guid("01900000-0000-7000-8000-000000000001"), "starter", "shared", 1m, 1, 2147483648L, 10737418240L, 5, "Starter", new DateTimeOffset(new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), 1, 14, null },
                    { new Guid("01900000-0000-7000-8000-000000000002"), "basic", "shared", 2m, 3, 4294967296L, 21474836480L, 25, "Basic", new DateTimeOffset(new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), 1, 14, null },
                    { new Guid("01900000-0000-7000-8000-000000000003"), "professional", "shared", 4m, 10, 8589934592L, 53687091200L, 100, "Professional", new DateTimeOffset(new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), 1, 14, null },
                    { new Guid("01900000-0000-7000-8000-000000000004"), "enterprise", "dedicated", 8m, 50, 17179869184L, 107374182400L, 1000, "Enterprise", new DateTimeOffset(new DateTime(2026, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), 1, 0, null }
                });

            migrationBuilder.InsertData(
                table: "plan_prices",
                columns: new[] { "currency", "period", "plan_id", "amount" },
                values: new object[,]
                {
                    { "USD", "annual", new Guid("01900000-0000-7000-8000-000000000001"), 50m },
                    { "USD", "biannual", new Guid("01900000-0000-7000-8000-000000000001"), 27.5m },
                    { "USD", "monthly", new Guid("01900000-0000-7000-8000-000000000001"), 5m },
                    { "USD", "quarterly", new Guid("01900000-0000-7000-8000-000000000001"), 14.25m },
                    { "USD", "annual", new Guid("01900000-0000-7000-8000-000000000002"), 80m },
                    { "USD", "biannual", new Guid("01900000-0000-7000-8000-000000000002"), 44.0m },
                    { "USD", "monthly", new Guid("01900000-0000-7000-8000-000000000002"), 8m },
                    { "USD", "quarterly", new Guid("01900000-0000-7000-8000-000000000002"), 22.80m },
                    { "USD", "annual", new Guid("01900000-0000-7000-8000-000000000003"), 190m },
                    { "USD", "biannual", new Guid("01900000-0000-7000-8000-000000000003"), 104.5m },
                    { "USD", "monthly", new Guid("01900000-0000-7000-8000-000000000003"), 19m },
                    { "USD", "quarterly", new Guid("01900000-0000-7000-8000-000000000003"), 54.15m },
                    { "USD", "annual", new Guid("01900000-0000-7000-8000-000000000004"), 490m },
                    { "USD", "biannual", new Guid("01900000-0000-7000-8000-000000000004"), 269.5m },
                    { "USD", "monthly", new Guid("01900000-0000-7000-8000-000000000004"), 49m },
                    { "USD", "quarterly", new Guid("01900000-0000-7000-8000-000000000004"), 139.65m }
                });

            migrationBuilder.CreateIndex(
                name: "ux_customers_email",
                table: "customers",
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_data_protection_keys_name",
                table: "data_protection_keys",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_database_servers_name",
                table: "database_servers",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_deliveries_next_attempt_at",
                table: "event_deliveries",
                column: "next_attempt_at",
                filter: "status = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_events_dispatched_at",
                table: "events",
                column: "dispatched_at",
                filter: "dispatched_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_events_subject_position",
                table: "events",
                columns: new[] { "subject", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_events_tenant_id_position",
                table: "events",
                columns: new[] { "tenant_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ux_events_id",
                table: "events",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_instances_tenant_id_id",
                table: "instances",
                columns: new[] { "tenant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_instances_subdomain",
                table: "instances",
                column: "subdomain",
                unique: true,
                filter: "status <> 'terminated'");

            migrationBuilder.CreateIndex(
                name: "ux_instances_tenant_id_database_name",
                table: "instances",
                columns: new[] { "tenant_id", "database_name" },
                unique: true,
                filter: "status <> 'terminated'");

            migrationBuilder.CreateIndex(
                name: "ux_instances_tenant_id_name",
                table: "instances",
                columns: new[] { "tenant_id", "name" },
                unique: true,
                filter: "status <> 'terminated'");

            migrationBuilder.CreateIndex(
                name: "ux_odoo_templates_server_id_spec_hash",
                table: "odoo_templates",
                columns: new[] { "server_id", "spec_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operations_instance_id_id",
                table: "operations",
                columns: new[] { "instance_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_operations_run_after",
                table: "operations",
                column: "run_after",
                filter: "status in ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_operations_tenant_id",
                table: "operations",
                column: "tenant_id",
                filter: "status in ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ux_operations_active",
                table: "operations",
                column: "instance_id",
                unique: true,
                filter: "status in ('queued', 'running')");

            migrationBuilder.CreateIndex(
                name: "ix_placements_database_server_id",
                table: "placements",
                column: "database_server_id");

            migrationBuilder.CreateIndex(
                name: "ux_placements_port",
                table: "placements",
                column: "port",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_plans_code",
                table: "plans",
                column: "code",
                unique: true,
                filter: "withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_plans_code_revision",
                table: "plans",
                columns: new[] { "code", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sessions_customer_id_id",
                table: "sessions",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_sessions_token_hash",
                table: "sessions",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_customer_id_id",
                table: "subscriptions",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_plan_id",
                table: "subscriptions",
                column: "plan_id");

            migrationBuilder.CreateIndex(
                name: "ux_subscriptions_tenant_id",
                table: "subscriptions",
                column: "tenant_id",
                unique: true,
                filter: "status not in ('cancelled', 'expired')");

            migrationBuilder.CreateIndex(
                name: "ix_tenants_customer_id_id",
                table: "tenants",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_trials_subscription_id",
                table: "trials",
                column: "subscription_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "event_deliveries");

            migrationBuilder.DropTable(
                name: "instance_observations");

            migrationBuilder.DropTable(
                name: "instance_secrets");

            migrationBuilder.DropTable(
                name: "odoo_templates");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "placements");

            migrationBuilder.DropTable(
                name: "plan_prices");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "trials");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "database_servers");

            migrationBuilder.DropTable(
                name: "instances");

            migrationBuilder.DropTable(
                name: "subscriptions");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropTable(
                name: "customers");
        }
    }
}
