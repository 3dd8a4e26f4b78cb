using Microsoft.EntityFrameworkCore;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>
/// What the platform's processes may do in their database: read and write rows. They own nothing, make nothing, and can neither switch
/// off the audit's triggers nor empty a table.
/// </summary>
internal static class PlatformRights
{
    /// <summary>Nothing is done where the owner and the user are one role.</summary>
    public static async Task GrantAsync(AppDb owner, string? user, CancellationToken cancellationToken)
    {
        if (user is not null)
            await owner.Database.ExecuteSqlRawAsync(Grants, [user], cancellationToken);
    }

    // Each start, because a migration may have added tables; changes nothing where all is granted.
    private const string Grants = """
        select set_config('saasodoo.user', {0}, true);
        do $$ declare role text := current_setting('saasodoo.user'); begin
            if role = current_user then
                return;
            end if;
            execute format('grant connect on database %I to %I', current_database(), role);
            execute format('grant usage on schema public to %I', role);
            execute format('grant select, insert, update, delete on all tables in schema public to %I', role);
            execute format('grant usage, select, update on all sequences in schema public to %I', role);
            execute format('revoke insert, update, delete on "__EFMigrationsHistory" from %I', role);
            execute format('revoke update, delete on audit_entries from %I', role);
        end $$
        """;
}
