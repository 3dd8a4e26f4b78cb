using System;
using Microsoft.EntityFrameworkCore.Migrations;
using SaaSOdoo.Infrastructure.Invoices;
using SaaSOdoo.Infrastructure.Plans;
using SaaSOdoo.Infrastructure.Subscriptions;

#nullable disable

namespace SaaSOdoo.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Billing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.AddColumn<int>(
                name: "applied_version",
                table: "subscriptions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "cancel_at_period_end",
                table: "subscriptions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "clock_id",
                table: "subscriptions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "dunning",
                table: "subscriptions",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_action_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "past_due_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pending_change",
                table: "subscriptions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "price",
                table: "subscriptions",
                type: "numeric(18,2)",
                precision: 18,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<decimal>(
                name: "rate",
                table: "subscriptions",
                type: "numeric(18,6)",
                precision: 18,
                scale: 6,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "settled_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "standing_version",
                table: "subscriptions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "suspended_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "terminate_at",
                table: "subscriptions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "clock_id",
                table: "customers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "pending_plan_id",
                table: "subscriptions",
                type: "uuid",
                nullable: true,
                computedColumnSql: "(case when pending_change ->> 'kind' = 'down' then pending_change else pending_change -> 'otherwise' end ->> 'planId')::uuid",
                stored: true);

            // Orders of before keep the price that they were shown.
            migrationBuilder.Sql(
                """
                update subscriptions s set price = p.amount from plan_prices p
                    where p.plan_id = s.plan_id and p.period = s.billing_period and p.currency = s.currency;
                alter table subscriptions alter column price drop default;
                """);

            migrationBuilder.CreateTable(
                name: "billing_accounts",
                columns: table => new
                {
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    credit = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_billing_accounts", x => new { x.customer_id, x.currency });
                    table.CheckConstraint("ck_billing_accounts_credit", "credit >= 0");
                    table.ForeignKey(
                        name: "fk_billing_accounts_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "billing_profiles",
                columns: table => new
                {
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    address = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    tin = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    vat_number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_billing_profiles", x => x.customer_id);
                    table.ForeignKey(
                        name: "fk_billing_profiles_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exchange_rates",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    rate = table.Column<decimal>(type: "numeric(18,6)", precision: 18, scale: 6, nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_rates", x => x.id);
                    table.CheckConstraint("ck_exchange_rates_rate", "rate > 0");
                });

            migrationBuilder.CreateTable(
                name: "invoice_counters",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    is_test = table.Column<bool>(type: "boolean", nullable: false),
                    last = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoice_counters", x => new { x.kind, x.currency, x.year, x.is_test });
                    table.CheckConstraint("ck_invoice_counters_kind", "kind in ('invoice', 'credit_note')");
                });

            migrationBuilder.CreateTable(
                name: "invoices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: true),
                    original_id = table.Column<Guid>(type: "uuid", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    period_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    period_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lines = table.Column<string>(type: "jsonb", nullable: false),
                    total = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    tax_rate = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    tax = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    net = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    allocated = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    credited = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    written_off = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    amount_due = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false, computedColumnSql: "case when kind = 'credit_note' then 0 else total - allocated - credited - written_off end", stored: true),
                    seller = table.Column<string>(type: "jsonb", nullable: false),
                    buyer = table.Column<string>(type: "jsonb", nullable: false),
                    rate = table.Column<decimal>(type: "numeric(18,6)", precision: 18, scale: 6, nullable: true),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invoices", x => x.id);
                    table.CheckConstraint("ck_invoices_amount_due", "amount_due >= 0");
                    table.CheckConstraint("ck_invoices_balances", "allocated >= 0 and credited >= 0 and written_off >= 0");
                    table.CheckConstraint("ck_invoices_kind", "kind in ('invoice', 'credit_note')");
                    table.CheckConstraint("ck_invoices_purpose", "purpose in ('initial', 'conversion', 'renewal', 'change', 'credit')");
                    table.CheckConstraint("ck_invoices_status", "status in ('open', 'paid', 'void', 'uncollectible')");
                    table.CheckConstraint("ck_invoices_total", "total > 0 and net + tax = total");
                    table.ForeignKey(
                        name: "fk_invoices_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_original_id",
                        column: x => x.original_id,
                        principalTable: "invoices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_invoices_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "test_clocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    now = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    target = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_clocks", x => x.id);
                    table.CheckConstraint("ck_test_clocks_status", "status in ('ready', 'advancing')");
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    method = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    phone = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    return_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    is_disputed = table.Column<bool>(type: "boolean", nullable: false),
                    reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    merchant_trace = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    gateway_reference = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    poll_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    browser_url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    instructions = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    received_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    refunded_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    call_started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    watched_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    run_after = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    lease_owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fence = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cancel_requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    not_found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.id);
                    table.CheckConstraint("ck_payments_amounts", "amount > 0 and refunded_amount >= 0 and received_amount >= 0");
                    table.CheckConstraint("ck_payments_method", "method in ('ecocash', 'onemoney', 'innbucks', 'web', 'manual')");
                    table.CheckConstraint("ck_payments_status", "status in ('created', 'pending', 'unknown', 'held', 'failed', 'cancelled', 'paid', 'refunded')");
                    table.ForeignKey(
                        name: "fk_payments_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_payments_invoice_id",
                        column: x => x.invoice_id,
                        principalTable: "invoices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_payments_tenant_id",
                        column: x => x.tenant_id,
                        principalTable: "tenants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_transactions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    customer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: true),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_transactions", x => x.id);
                    table.CheckConstraint("ck_ledger_transactions_kind", "kind in ('issue', 'money_in', 'allocation', 'allocation_undone', 'credit_note', 'hold', 'hold_accepted', 'hold_returned', 'goodwill', 'refund', 'write_off', 'write_off_undone')");
                    table.ForeignKey(
                        name: "fk_ledger_transactions_customer_id",
                        column: x => x.customer_id,
                        principalTable: "customers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ledger_transactions_invoice_id",
                        column: x => x.invoice_id,
                        principalTable: "invoices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_ledger_transactions_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    body = table.Column<string>(type: "character varying(16384)", maxLength: 16384, nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: true),
                    times = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_payment_messages_payment_id",
                        column: x => x.payment_id,
                        principalTable: "payments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    account = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    debit = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    credit = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => new { x.transaction_id, x.position });
                    table.CheckConstraint("ck_ledger_entries_account", "account in ('receivable', 'revenue', 'tax', 'credit', 'gateway', 'manual', 'held', 'goodwill', 'bad_debt')");
                    table.CheckConstraint("ck_ledger_entries_one_side", "debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)");
                    table.ForeignKey(
                        name: "fk_ledger_entries_transaction_id",
                        column: x => x.transaction_id,
                        principalTable: "ledger_transactions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_clock_id_next_action_at",
                table: "subscriptions",
                columns: new[] { "clock_id", "next_action_at" },
                filter: "clock_id is not null and next_action_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_next_action_at",
                table: "subscriptions",
                column: "next_action_at",
                filter: "clock_id is null and next_action_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_to_terminate",
                table: "subscriptions",
                column: "tenant_id",
                filter: "terminate_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_unapplied",
                table: "subscriptions",
                column: "id",
                filter: "applied_version < standing_version");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_pending_change_billing_period",
                table: "subscriptions",
                sql: "pending_change ->> 'billingPeriod' in ('monthly', 'quarterly', 'biannual', 'annual')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_pending_change_kind",
                table: "subscriptions",
                sql: "pending_change ->> 'kind' in ('up', 'down')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscriptions_price",
                table: "subscriptions",
                sql: "price > 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_plan_prices_amount",
                table: "plan_prices",
                sql: "amount > 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_expired', 'subscription_cancelled')");

            migrationBuilder.CreateIndex(
                name: "ix_customers_clock_id",
                table: "customers",
                column: "clock_id",
                filter: "clock_id is not null");

            migrationBuilder.CreateIndex(
                name: "ux_exchange_rates_currency_valid_from",
                table: "exchange_rates",
                columns: new[] { "currency", "valid_from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invoices_customer_id_currency_due_at",
                table: "invoices",
                columns: new[] { "customer_id", "currency", "due_at" },
                filter: "status in ('open', 'uncollectible')");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_customer_id_id",
                table: "invoices",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoices_original_id",
                table: "invoices",
                column: "original_id");

            migrationBuilder.CreateIndex(
                name: "ix_invoices_subscription_id_id",
                table: "invoices",
                columns: new[] { "subscription_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_invoices_tenant_id_id",
                table: "invoices",
                columns: new[] { "tenant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_invoices_number",
                table: "invoices",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transactions_customer_id_currency_id",
                table: "ledger_transactions",
                columns: new[] { "customer_id", "currency", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transactions_invoice_id",
                table: "ledger_transactions",
                column: "invoice_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_transactions_payment_id",
                table: "ledger_transactions",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ux_ledger_transactions_key",
                table: "ledger_transactions",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payment_messages_payment_id",
                table: "payment_messages",
                column: "payment_id");

            migrationBuilder.CreateIndex(
                name: "ix_payment_messages_unknown",
                table: "payment_messages",
                column: "id",
                filter: "payment_id is null");

            migrationBuilder.CreateIndex(
                name: "ux_payment_messages_currency_hash",
                table: "payment_messages",
                columns: new[] { "currency", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_payments_customer_id_id",
                table: "payments",
                columns: new[] { "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_held",
                table: "payments",
                column: "id",
                filter: "status = 'held'");

            migrationBuilder.CreateIndex(
                name: "ix_payments_invoice_id_id",
                table: "payments",
                columns: new[] { "invoice_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_lease_until",
                table: "payments",
                column: "lease_until",
                filter: "lease_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payments_run_after",
                table: "payments",
                column: "run_after",
                filter: "watched_until is not null");

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_id",
                table: "payments",
                columns: new[] { "tenant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_payments_tenant_id_run_after",
                table: "payments",
                columns: new[] { "tenant_id", "run_after" },
                filter: "watched_until is not null");

            migrationBuilder.CreateIndex(
                name: "ux_payments_currency_gateway_reference",
                table: "payments",
                columns: new[] { "currency", "gateway_reference" },
                unique: true,
                filter: "gateway_reference is not null");

            migrationBuilder.CreateIndex(
                name: "ux_payments_merchant_trace",
                table: "payments",
                column: "merchant_trace",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_payments_open",
                table: "payments",
                column: "invoice_id",
                unique: true,
                filter: "status in ('created', 'pending', 'unknown', 'held')");

            migrationBuilder.CreateIndex(
                name: "ux_payments_reference",
                table: "payments",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_test_clocks_advancing",
                table: "test_clocks",
                column: "id",
                filter: "status = 'advancing'");

            migrationBuilder.AddForeignKey(
                name: "fk_customers_clock_id",
                table: "customers",
                column: "clock_id",
                principalTable: "test_clocks",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_clock_id",
                table: "subscriptions",
                column: "clock_id",
                principalTable: "test_clocks",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql(BillingTriggers.Create);
            migrationBuilder.Sql(CatalogueTriggers.Create);
            migrationBuilder.Sql(FigureViews.Create);

            // What those of before owe is found out by the next round; billing counts in whole seconds.
            migrationBuilder.Sql(
                """
                update subscriptions set next_action_at = date_trunc('second', now()), anchor = date_trunc('second', anchor),
                    current_period_start = date_trunc('second', current_period_start), current_period_end = date_trunc('second', current_period_end),
                    trial_end = date_trunc('second', trial_end)
                    where status not in ('cancelled', 'expired');
                update subscriptions set ended_at = updated_at, settled_at = updated_at where status in ('cancelled', 'expired');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(FigureViews.Drop);
            migrationBuilder.Sql(CatalogueTriggers.Drop);
            migrationBuilder.Sql(BillingTriggers.Drop);

            migrationBuilder.DropForeignKey(
                name: "fk_customers_clock_id",
                table: "customers");

            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_clock_id",
                table: "subscriptions");

            migrationBuilder.DropTable(
                name: "billing_accounts");

            migrationBuilder.DropTable(
                name: "billing_profiles");

            migrationBuilder.DropTable(
                name: "exchange_rates");

            migrationBuilder.DropTable(
                name: "invoice_counters");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "payment_messages");

            migrationBuilder.DropTable(
                name: "test_clocks");

            migrationBuilder.DropTable(
                name: "ledger_transactions");

            migrationBuilder.DropTable(
                name: "payments");

            migrationBuilder.DropTable(
                name: "invoices");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_clock_id_next_action_at",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_next_action_at",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_to_terminate",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_unapplied",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_pending_change_billing_period",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_pending_change_kind",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscriptions_price",
                table: "subscriptions");

            migrationBuilder.DropCheckConstraint(
                name: "ck_plan_prices_amount",
                table: "plan_prices");

            migrationBuilder.DropCheckConstraint(
                name: "ck_mails_template",
                table: "mails");

            migrationBuilder.DropIndex(
                name: "ix_customers_clock_id",
                table: "customers");

            migrationBuilder.DropColumn(
                name: "pending_plan_id",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "applied_version",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "cancel_at_period_end",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "clock_id",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "dunning",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "next_action_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "past_due_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "pending_change",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "price",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "rate",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "settled_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "standing_version",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "suspended_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "terminate_at",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "clock_id",
                table: "customers");

            migrationBuilder.AddCheckConstraint(
                name: "ck_mails_template",
                table: "mails",
                sql: "template in ('welcome_and_verify', 'email_verification', 'password_reset', 'password_changed', 'new_device', 'second_factor_enabled', 'second_factor_disabled', 'api_key_created', 'account_deactivated', 'account_deleted', 'invitation', 'member_joined', 'member_removed', 'instance_ready', 'instance_failed', 'instance_suspended', 'instance_resumed', 'instance_terminated', 'backup_failed', 'trial_ending', 'invoice_issued', 'payment_received', 'payment_failed', 'payment_overdue', 'subscription_suspended', 'subscription_cancelled')");
        }
    }
}
