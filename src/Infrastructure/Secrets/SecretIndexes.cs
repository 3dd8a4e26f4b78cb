namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Which values are under another key than the one in use is a question to an index, so that a look each minute costs nothing. An index of
/// an expression is not in EF's model: every migration that adds a column that is encrypted anew creates its index.
/// </summary>
internal static class SecretIndexes
{
    public const string Create = """
        create index ix_database_servers_admin_password_key on database_servers (left(admin_password, 26)) where admin_password is not null;
        create index ix_instance_secrets_admin_password_key on instance_secrets (left(admin_password, 26)) where admin_password is not null;
        create index ix_instance_secrets_database_password_key on instance_secrets (left(database_password, 26)) where database_password is not null;
        create index ix_instance_secrets_master_password_key on instance_secrets (left(master_password, 26)) where master_password is not null;
        create index ix_instances_environment_vars_key on instances (left(environment_vars, 26)) where environment_vars is not null;
        create index ix_mails_content_key on mails (left(content, 26)) where content is not null;
        create index ix_platform_secrets_value_key on platform_secrets (left(value, 26)) where value is not null;
        create index ix_second_factors_secret_key on second_factors (left(secret, 26)) where secret is not null;
        create index ix_webhook_endpoints_previous_secret_key on webhook_endpoints (left(previous_secret, 26)) where previous_secret is not null;
        create index ix_webhook_endpoints_secret_key on webhook_endpoints (left(secret, 26)) where secret is not null;
        """;

    public const string Drop = """
        drop index ix_database_servers_admin_password_key;
        drop index ix_instance_secrets_admin_password_key;
        drop index ix_instance_secrets_database_password_key;
        drop index ix_instance_secrets_master_password_key;
        drop index ix_instances_environment_vars_key;
        drop index ix_mails_content_key;
        drop index ix_platform_secrets_value_key;
        drop index ix_second_factors_secret_key;
        drop index ix_webhook_endpoints_previous_secret_key;
        drop index ix_webhook_endpoints_secret_key;
        """;
}
