namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// Counts the instances of each database server where they are allocated and released, whoever does it, so that an allocation need not count
/// them under a lock. Every migration that creates the tables runs <see cref="Create"/>.
/// </summary>
internal static class AllocationTriggers
{
    public const string Create = """
        create function count_instances_of_database_server() returns trigger language plpgsql as $$
        begin
            if tg_op <> 'INSERT' and old.database_server_id is not null then
                update database_servers set instances = instances - 1 where id = old.database_server_id;
            end if;
            if tg_op <> 'DELETE' and new.database_server_id is not null then
                update database_servers set instances = instances + 1 where id = new.database_server_id;
            end if;
            return null;
        end $$;

        create trigger instance_allocations_counted after insert or delete on instance_allocations
            for each row execute function count_instances_of_database_server();

        create trigger instance_allocations_recounted after update of database_server_id on instance_allocations
            for each row when (old.database_server_id is distinct from new.database_server_id)
            execute function count_instances_of_database_server();

        update database_servers s set instances = (select count(*) from instance_allocations a where a.database_server_id = s.id);
        """;

    public const string Drop = "drop function if exists count_instances_of_database_server() cascade;";
}
