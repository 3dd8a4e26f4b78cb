namespace SaaSOdoo.Infrastructure.Audit;

/// <summary>
/// Append-only also for mistakes of ours. Every migration that creates the audit's tables runs <see cref="Create"/>. Who owns the tables can
/// switch triggers off; the hashes are for that.
/// </summary>
internal static class AuditTriggers
{
    public const string Create = """
        create function audit_refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception 'The audit is append-only.' using errcode = 'insufficient_privilege';
        end $$;

        create trigger audit_entries_append_only before update or delete or truncate on audit_entries
            for each statement execute function audit_refuse_change();

        create trigger audit_chains_kept before delete or truncate on audit_chains
            for each statement execute function audit_refuse_change();

        create trigger audit_chains_grow before update on audit_chains
            for each row when (new.chain <> old.chain or new.position <> old.position + 1) execute function audit_refuse_change();
        """;

    public const string Drop = "drop function if exists audit_refuse_change() cascade;";
}
