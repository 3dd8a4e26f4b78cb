namespace SaaSOdoo.Infrastructure.Plans;

/// <summary>
/// What was sold stays as it was sold, also for mistakes of ours: a version of a plan can only be withdrawn, its prices never change, and
/// rates are append-only. Every migration that creates these tables runs <see cref="Create"/>.
/// </summary>
internal static class CatalogueTriggers
{
    public const string Create = """
        create function catalogue_refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception 'What was offered does not change: make the next version.' using errcode = 'insufficient_privilege';
        end $$;

        create trigger plans_immutable before update on plans for each row
            when (to_jsonb(old) - 'withdrawn_at' - 'offered_from' is distinct from to_jsonb(new) - 'withdrawn_at' - 'offered_from')
            execute function catalogue_refuse_change();

        create trigger plans_kept before delete or truncate on plans for each statement execute function catalogue_refuse_change();

        create trigger plan_prices_immutable before update or delete or truncate on plan_prices
            for each statement execute function catalogue_refuse_change();

        create trigger exchange_rates_append_only before update or delete or truncate on exchange_rates
            for each statement execute function catalogue_refuse_change();

        -- A subscription that is being made holds a share of the plan's row: either it is seen here, or it sees the price.
        create function plan_prices_refuse_sold() returns trigger language plpgsql as $$
        begin
            perform from plans where id = new.plan_id for update;
            if exists (select from subscriptions where plan_id = new.plan_id) then
                raise exception 'A version that was sold gets no further price: make the next version.' using errcode = 'insufficient_privilege';
            end if;
            return new;
        end $$;

        create trigger plan_prices_before_sale before insert on plan_prices for each row execute function plan_prices_refuse_sold();
        """;

    public const string Drop = """
        drop function if exists catalogue_refuse_change() cascade;
        drop function if exists plan_prices_refuse_sold() cascade;
        """;
}
