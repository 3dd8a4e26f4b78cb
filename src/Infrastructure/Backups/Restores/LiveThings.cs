namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Something in Odoo's database that acts by itself or opens a door, how it is switched off, and how what is still live is known.</summary>
/// <param name="Name">For people.</param>
/// <param name="Columns">Without one of them the version or the module is another, and there is nothing to do.</param>
/// <param name="Change">What follows <c>UPDATE table SET</c>; null: the rows are deleted.</param>
/// <param name="Live">Which rows are live.</param>
internal sealed record LiveThing(string Name, string Table, string[] Columns, string? Change, string Live)
{
    public string SwitchOff => Change is null ? $"DELETE FROM public.{Table} WHERE {Live}" : $"UPDATE public.{Table} SET {Change} WHERE {Live}";

    public string Count => $"SELECT count(*) FROM public.{Table} WHERE {Live}";
}

internal static class LiveThings
{
    /// <summary>Host of the mail server that Odoo's own <c>neutralize</c> adds: without any, Odoo would take one from its configuration.</summary>
    public const string NoHost = "invalid";

    // Keeps the tables small, and sends nothing.
    private const string Autovacuum = "SELECT res_id FROM public.ir_model_data WHERE module = 'base' AND name = 'autovacuum_job' AND model = 'ir.cron'";

    // Odoo's own words, which it looks for.
    private const string NoWebhook = "neutralization - disable webhook";
    private const string NoCredit = "+disabled";

    public static readonly IReadOnlyList<LiveThing> All =
    [
        new("scheduled actions", "ir_cron", ["active"], "active = false", $"active AND id NOT IN ({Autovacuum})"),
        new("automation rules", "base_automation", ["active"], "active = false", "active"),
        new("outgoing mail servers", "ir_mail_server", ["active", "smtp_host"], "active = false", $"active AND smtp_host IS DISTINCT FROM '{NoHost}'"),
        new("incoming mail servers", "fetchmail_server", ["active"], "active = false", "active"),
        new("queued mails", "mail_mail", ["state"], "state = 'cancel'", "state = 'outgoing'"),
        new("scheduled messages", "mail_scheduled_message", [], Change: null, "true"),
        new("scheduled notifications", "mail_message_schedule", [], Change: null, "true"),
        new("queued text messages", "sms_sms", ["state"], "state = 'canceled'", "state = 'outgoing'"),
        new("queued letters", "snailmail_letter", ["state"], "state = 'canceled'", "state = 'pending'"),
        new("queued mailings", "mailing_mailing", ["state"], "state = 'draft'", "state IN ('in_queue', 'sending')"),
        new("sign-in providers", "auth_oauth_provider", ["enabled"], "enabled = false", "enabled"),
        new("directory servers", "res_company_ldap", [], Change: null, "true"),
        new("payment providers", "payment_provider", ["state"], "state = 'disabled'", "state IS DISTINCT FROM 'disabled'"),
        new("payment acquirers", "payment_acquirer", ["state"], "state = 'disabled'", "state IS DISTINCT FROM 'disabled'"),
        new("delivery carriers", "delivery_carrier", ["prod_environment"], "prod_environment = false", "prod_environment"),
        new("webhooks", "ir_act_server", ["state", "webhook_url"], $"webhook_url = '{NoWebhook}'", $"state = 'webhook' AND webhook_url IS DISTINCT FROM '{NoWebhook}'"),
        new("in-app purchase accounts", "iap_account", ["account_token"], $"account_token = 'none{NoCredit}'", $"account_token NOT LIKE '%{NoCredit}'"),
        new("API keys", "res_users_apikeys", [], Change: null, "true"),
        new("trusted devices", "auth_totp_device", [], Change: null, "true"),
        new("passkeys", "auth_passkey_key", [], Change: null, "true"),
        new("second factors", "res_users", ["totp_secret"], "totp_secret = NULL", "totp_secret IS NOT NULL"),
        new(
            "secrets of system parameters",
            "ir_config_parameter",
            ["key"],
            Change: null,
            "key ~* '(client_id|client_secret|secret|secret_key|private_key|access_key|api_key|apikey|auth_token|access_token|refresh_token|password|account_info|sfu_server_key)$' AND key <> 'database.secret'"),
    ];

    /// <summary>Tables that hold passwords, keys and tokens of other services, which modules of all kinds add.</summary>
    public static readonly IReadOnlyList<string> WithSecrets =
    [
        "auth_oauth_provider", "certificate_certificate", "certificate_key", "delivery_carrier", "fetchmail_server", "google_calendar_credentials", "ir_mail_server",
        "microsoft_calendar_credentials", "payment_acquirer", "payment_provider", "pos_payment_method", "res_company", "res_users", "res_users_settings",
    ];

    /// <summary>Columns of text that hold one. Users' own passwords stay: they log in to the copy.</summary>
    public const string SecretColumn =
        "(^|_)(pass|password|secret|token|rtoken|private_key|api_key|apikey|client_id|secret_key|webhook_key|hmac_key|signature_key|transaction_key|smtp_user)$";

    public const string UsersPassword = "password";
}
