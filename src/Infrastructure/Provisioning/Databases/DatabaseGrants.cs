namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>What an owner has granted to anybody, and they to others, is taken away: nobody else connects.</summary>
internal static class DatabaseGrants
{
    /// <returns>SQL, for when the role owns the database.</returns>
    public static string ToOwnerOnly(string database, string role) =>
        $"""
        DO $$ DECLARE grantee text; BEGIN
            FOR grantee IN SELECT DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE format('%I', r.rolname) END
                FROM pg_database d CROSS JOIN aclexplode(d.datacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
                WHERE d.datname = {Sql.Literal(database)} AND a.grantee <> d.datdba LOOP
                EXECUTE format('REVOKE ALL ON DATABASE %I FROM %s CASCADE', {Sql.Literal(database)}, grantee);
            END LOOP;
        END $$;
        REVOKE ALL ON DATABASE {Sql.Identifier(database)} FROM PUBLIC;
        GRANT ALL ON DATABASE {Sql.Identifier(database)} TO {Sql.Identifier(role)}
        """;
}
