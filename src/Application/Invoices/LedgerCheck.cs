using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Compares the ledger with invoices, payments and accounts: one statement, so one moment of the database.</summary>
public sealed class LedgerCheck(IAppDb db, TimeProvider clock)
{
    private const int MostFaults = 100;

    public async Task<LedgerReport> RunAsync(CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            with sums as (
                select t.customer_id, t.currency,
                    coalesce(sum(e.debit - e.credit) filter (where e.account = 'receivable'), 0) receivable,
                    coalesce(sum(e.credit - e.debit) filter (where e.account = 'revenue'), 0) revenue,
                    coalesce(sum(e.credit - e.debit) filter (where e.account = 'tax'), 0) tax,
                    coalesce(sum(e.credit - e.debit) filter (where e.account = 'credit'), 0) credit,
                    coalesce(sum(e.debit - e.credit) filter (where e.account = 'gateway'), 0) gateway,
                    coalesce(sum(e.debit - e.credit) filter (where e.account = 'manual'), 0) manual,
                    coalesce(sum(e.credit - e.debit) filter (where e.account = 'held'), 0) held,
                    coalesce(sum(e.debit - e.credit) filter (where e.account = 'goodwill'), 0) goodwill,
                    coalesce(sum(e.debit - e.credit) filter (where e.account = 'bad_debt'), 0) bad_debt
                from ledger_transactions t join ledger_entries e on e.transaction_id = t.id group by t.customer_id, t.currency),
            bills as (
                select customer_id, currency, sum(case when status = 'open' then amount_due else 0 end) due,
                    sum(case kind when 'invoice' then tax else -tax end) tax, sum(case kind when 'invoice' then net else -net end) net,
                    sum(allocated) allocated, sum(written_off) written_off
                from invoices group by customer_id, currency),
            paid as (
                select customer_id, currency,
                    coalesce(sum(coalesce(received_amount, 0) - refunded_amount) filter (where method <> 'manual'), 0) gateway,
                    coalesce(sum(coalesce(received_amount, 0) - refunded_amount) filter (where method = 'manual'), 0) manual,
                    coalesce(sum(received_amount) filter (where status in ('held', 'failed', 'cancelled')), 0) held
                from payments group by customer_id, currency),
            whose as (
                select customer_id, currency from sums union select customer_id, currency from bills union select customer_id, currency from paid
                union select customer_id, currency from billing_accounts),
            moved as (
                select t.invoice_id, coalesce(sum(e.credit - e.debit) filter (where t.kind in ('allocation', 'allocation_undone')), 0) allocated,
                    coalesce(sum(e.credit - e.debit) filter (where t.kind in ('write_off', 'write_off_undone')), 0) written_off,
                    coalesce(sum(e.debit - e.credit) filter (where t.kind = 'issue'), 0) issued,
                    coalesce(sum(e.credit - e.debit) filter (where t.kind = 'credit_note'), 0) noted
                from ledger_transactions t join ledger_entries e on e.transaction_id = t.id and e.account = 'receivable'
                where t.invoice_id is not null group by t.invoice_id),
            notes as (select original_id, sum(total) total from invoices where kind = 'credit_note' group by original_id),
            numbers as (
                select parts[1] is not null is_test, case parts[2] when 'CN' then 'credit_note' else 'invoice' end kind, parts[3] currency,
                    parts[4]::int "year", count(distinct number) given, max(parts[5]::int) highest
                from invoices, regexp_match(number, '^(TEST-)?(INV|CN)-([A-Z]+)-([0-9]+)-([0-9]+)$') parts group by 1, 2, 3, 4),
            faults as (
                select r.rule, w.customer_id, w.currency, null::uuid subject, null::text number, coalesce(r.expected, 0) expected, coalesce(r.actual, 0) actual
                from whose w
                left join sums s on s.customer_id = w.customer_id and s.currency = w.currency
                left join bills b on b.customer_id = w.customer_id and b.currency = w.currency
                left join paid p on p.customer_id = w.customer_id and p.currency = w.currency
                left join billing_accounts a on a.customer_id = w.customer_id and a.currency = w.currency,
                lateral (values ('credit', a.credit, s.credit), ('receivable', b.due, s.receivable), ('gateway', p.gateway, s.gateway),
                    ('manual', p.manual, s.manual), ('held', p.held, s.held), ('tax', b.tax, s.tax), ('revenue', b.net, s.revenue),
                    ('bad_debt', b.written_off, s.bad_debt),
                    ('payments', coalesce(b.allocated, 0) + coalesce(a.credit, 0), s.gateway + s.manual + s.goodwill - s.held)) r(rule, expected, actual)
                union all
                select r.rule, i.customer_id, i.currency, i.id, i.number, r.expected, coalesce(r.actual, 0)
                from invoices i left join moved m on m.invoice_id = i.id left join notes n on n.original_id = i.id,
                lateral (values ('invoice_allocated', i.allocated, m.allocated), ('invoice_written_off', i.written_off, m.written_off),
                    ('invoice_credited', i.credited, n.total), ('invoice_issued', case i.kind when 'invoice' then i.total else 0 end, m.issued),
                    ('invoice_noted', case i.kind when 'credit_note' then i.total else 0 end, m.noted),
                    ('invoice_total', i.total, case i.kind when 'credit_note' then i.total else i.allocated + i.credited + i.written_off + i.amount_due end),
                    ('invoice_status', 1, case when i.kind = 'credit_note' or i.status = case when i.amount_due > 0 then 'open' when i.written_off > 0
                        then 'uncollectible' when i.allocated > 0 then 'paid' else 'void' end then 1 else 0 end)) r(rule, expected, actual)
                union all
                select 'transaction', t.customer_id, t.currency, t.id, null, coalesce(sum(e.debit), 0), coalesce(sum(e.credit), -1)
                from ledger_transactions t left join ledger_entries e on e.transaction_id = t.id group by t.id
                union all
                select 'numbers', null, coalesce(c.currency, n.currency), null, null, coalesce(greatest(n.highest, n.given), 0), coalesce(c.last, 0)
                from invoice_counters c full join numbers n on (n.kind, n.currency, n.year, n.is_test) = (c.kind, c.currency, c.year, c.is_test)
                union all
                select 'numbers', null, currency, null, null, highest, given from numbers)
            (select rule, customer_id customerid, currency, subject, number, expected, actual from faults where expected <> actual limit {MostFaults})
            union all select 'accounts', null, null, null, null, (select count(*) from whose), 0
            union all select 'invoices', null, null, null, null, (select count(*) from invoices), 0
            union all select 'transactions', null, null, null, null, (select count(*) from ledger_transactions), 0
            """).ToListAsync(cancellationToken);

        long CountOf(string what) => (long)rows.Single(r => r.Rule == what).Expected;
        var faults = rows.Where(r => r.Rule is not ("accounts" or "invoices" or "transactions"))
            .Select(r => new LedgerFault(r.Rule, r.CustomerId is { } id ? new(id) : null, r.Currency, r.Subject, r.Number, r.Expected, r.Actual)).ToList();
        return new(faults.Count == 0, clock.GetUtcNow(), CountOf("accounts"), CountOf("invoices"), CountOf("transactions"), faults);
    }

    private sealed record Row(string Rule, Guid? CustomerId, string? Currency, Guid? Subject, string? Number, decimal Expected, decimal Actual);
}
