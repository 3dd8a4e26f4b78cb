namespace SaaSOdoo.Infrastructure.Invoices;

/// <summary>What no code may do to money, whoever writes it: the database refuses. The migration that creates the tables runs <see cref="Create"/>.</summary>
internal static class BillingTriggers
{
    public const string Create = """
        create function refuse_changes_of_invoices() returns trigger language plpgsql as $$
        declare may constant text[] := array['status', 'allocated', 'credited', 'written_off', 'amount_due', 'paid_at', 'closed_at', 'updated_at'];
        begin
            if tg_op = 'DELETE' then
                raise exception 'invoices are kept' using errcode = 'integrity_constraint_violation';
            end if;
            if to_jsonb(new) - may <> to_jsonb(old) - may then
                raise exception 'an issued invoice does not change' using errcode = 'integrity_constraint_violation';
            end if;
            return new;
        end $$;

        create trigger invoices_stay before update or delete on invoices for each row execute function refuse_changes_of_invoices();

        create function refuse_changes_of_ledger() returns trigger language plpgsql as $$
        begin
            raise exception 'rows of % are only added', tg_table_name using errcode = 'integrity_constraint_violation';
        end $$;

        create trigger ledger_transactions_stay before update or delete on ledger_transactions
            for each row execute function refuse_changes_of_ledger();
        create trigger ledger_entries_stay before update or delete on ledger_entries for each row execute function refuse_changes_of_ledger();

        create function check_ledger_balances() returns trigger language plpgsql as $$
        declare transaction constant uuid := coalesce(to_jsonb(new) ->> 'transaction_id', to_jsonb(new) ->> 'id')::uuid;
        begin
            if (select coalesce(sum(debit), 0) <> coalesce(sum(credit), 0) or count(*) < 2 from ledger_entries where transaction_id = transaction) then
                raise exception 'ledger transaction % does not balance', transaction using errcode = 'integrity_constraint_violation';
            end if;
            return null;
        end $$;

        create constraint trigger ledger_transactions_balance after insert on ledger_transactions deferrable initially deferred
            for each row execute function check_ledger_balances();
        create constraint trigger ledger_entries_balance after insert on ledger_entries deferrable initially deferred
            for each row execute function check_ledger_balances();
        """;

    public const string Drop = """
        drop function if exists check_ledger_balances() cascade;
        drop function if exists refuse_changes_of_ledger() cascade;
        drop function if exists refuse_changes_of_invoices() cascade;
        """;
}
