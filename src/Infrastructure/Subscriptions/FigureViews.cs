namespace SaaSOdoo.Infrastructure.Subscriptions;

/// <summary>
/// What operators' figures are made of. Nothing of a test clock is in them. Every migration that creates or changes what they read runs
/// <see cref="Create"/>, and <see cref="Drop"/> before.
/// </summary>
internal static class FigureViews
{
    public const string Create = """
        -- Twelve is a multiple of the months of every period, so the sum is exact; it is divided and rounded once.
        create view recurring_revenue as
        select currency, count(*)::int as subscriptions,
            sum(price * case billing_period when 'monthly' then 12 when 'quarterly' then 4 when 'biannual' then 2 when 'annual' then 1 end) as a_year
        from subscriptions where status in ('active', 'past_due') and clock_id is null group by currency;

        -- From the first instant that was or is to be paid for, until it was suspended for good or ended.
        create view subscription_spans as
        select s.id, s.currency, s.anchor as entered_at, s.left_at
        from (select id, currency, anchor, case when status in ('suspended', 'cancelled', 'expired') then coalesce(suspended_at, ended_at) end as left_at
            from subscriptions where clock_id is null) s
        where s.anchor is not null and (s.left_at is null or s.left_at > s.anchor);

        create view trial_outcomes as
        select s.id as subscription_id, least(t.ends_at, s.ended_at) as ended_at, t.ends_at as due_at, p.paid_at
        from trials t join subscriptions s on s.id = t.subscription_id
            left join lateral (select min(i.paid_at) as paid_at from invoices i where i.subscription_id = s.id and i.kind = 'invoice') p on true
        where s.clock_id is null;

        -- Those that are dunned: a first order that nobody pays is dropped, and a change is unless it was made before the gateway took the money back.
        create view receivables as
        select i.id as invoice_id, i.currency, i.amount_due, i.due_at
        from invoices i join subscriptions s on s.id = i.subscription_id
        where i.status = 'open' and i.kind = 'invoice' and i.amount_due > 0 and s.clock_id is null
            and (i.purpose in ('renewal', 'conversion') or (i.purpose = 'initial' and s.status <> 'pending')
                or (i.purpose = 'change' and s.pending_change ->> 'invoiceId' is distinct from i.id::text
                    and exists (select 1 from ledger_transactions t where t.invoice_id = i.id and t.kind = 'allocation_undone')));
        """;

    public const string Drop = """
        drop view if exists receivables;
        drop view if exists trial_outcomes;
        drop view if exists subscription_spans;
        drop view if exists recurring_revenue;
        """;
}
