namespace SaaSOdoo.Domain.Common;

/// <summary>
/// A typed id over a version-7 Guid: ids of different aggregates cannot be mixed up, and new rows land at the end of an index.
/// Each has a <c>TryParse</c> of its own, because ASP.NET binds route values by a method of the type itself.
/// </summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);

    static virtual TSelf New(DateTimeOffset now) => TSelf.From(Guid.CreateVersion7(now));
}

public readonly record struct CustomerId(Guid Value) : IId<CustomerId>
{
    public static CustomerId From(Guid value) => new(value);

    public static bool TryParse(string? text, out CustomerId id) => NewId.TryParse(text, out id);
}

public readonly record struct SessionId(Guid Value) : IId<SessionId>
{
    public static SessionId From(Guid value) => new(value);

    public static bool TryParse(string? text, out SessionId id) => NewId.TryParse(text, out id);
}

public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    public static TenantId From(Guid value) => new(value);

    public static bool TryParse(string? text, out TenantId id) => NewId.TryParse(text, out id);
}

public readonly record struct PlanId(Guid Value) : IId<PlanId>
{
    public static PlanId From(Guid value) => new(value);

    public static bool TryParse(string? text, out PlanId id) => NewId.TryParse(text, out id);
}

public readonly record struct SubscriptionId(Guid Value) : IId<SubscriptionId>
{
    public static SubscriptionId From(Guid value) => new(value);

    public static bool TryParse(string? text, out SubscriptionId id) => NewId.TryParse(text, out id);
}

public readonly record struct InstanceId(Guid Value) : IId<InstanceId>
{
    public static InstanceId From(Guid value) => new(value);

    public static bool TryParse(string? text, out InstanceId id) => NewId.TryParse(text, out id);

    /// <summary>
    /// 12 hexadecimal digits from the random end of the id, for names in Docker and PostgreSQL. The design's 8 would collide by chance
    /// among some tens of thousands of instances, and the front of a version-7 id is a clock.
    /// </summary>
    public string ShortId => Value.ToString("N")[^12..];
}

public readonly record struct OperationId(Guid Value) : IId<OperationId>
{
    public static OperationId From(Guid value) => new(value);

    public static bool TryParse(string? text, out OperationId id) => NewId.TryParse(text, out id);
}

public readonly record struct DatabaseServerId(Guid Value) : IId<DatabaseServerId>
{
    public static DatabaseServerId From(Guid value) => new(value);

    public static bool TryParse(string? text, out DatabaseServerId id) => NewId.TryParse(text, out id);
}

public readonly record struct OneTimeTokenId(Guid Value) : IId<OneTimeTokenId>
{
    public static OneTimeTokenId From(Guid value) => new(value);

    public static bool TryParse(string? text, out OneTimeTokenId id) => NewId.TryParse(text, out id);
}

public readonly record struct ApiKeyId(Guid Value) : IId<ApiKeyId>
{
    public static ApiKeyId From(Guid value) => new(value);

    public static bool TryParse(string? text, out ApiKeyId id) => NewId.TryParse(text, out id);
}

public readonly record struct InvitationId(Guid Value) : IId<InvitationId>
{
    public static InvitationId From(Guid value) => new(value);

    public static bool TryParse(string? text, out InvitationId id) => NewId.TryParse(text, out id);
}

public readonly record struct MailId(Guid Value) : IId<MailId>
{
    public static MailId From(Guid value) => new(value);

    public static bool TryParse(string? text, out MailId id) => NewId.TryParse(text, out id);
}

public readonly record struct WebhookEndpointId(Guid Value) : IId<WebhookEndpointId>
{
    public static WebhookEndpointId From(Guid value) => new(value);

    public static bool TryParse(string? text, out WebhookEndpointId id) => NewId.TryParse(text, out id);
}

public readonly record struct WebhookDeliveryId(Guid Value) : IId<WebhookDeliveryId>
{
    public static WebhookDeliveryId From(Guid value) => new(value);

    public static bool TryParse(string? text, out WebhookDeliveryId id) => NewId.TryParse(text, out id);
}

public readonly record struct AuditEntryId(Guid Value) : IId<AuditEntryId>
{
    public static AuditEntryId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AuditEntryId id) => NewId.TryParse(text, out id);
}

public readonly record struct InvoiceId(Guid Value) : IId<InvoiceId>
{
    public static InvoiceId From(Guid value) => new(value);

    public static bool TryParse(string? text, out InvoiceId id) => NewId.TryParse(text, out id);
}

public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    public static PaymentId From(Guid value) => new(value);

    public static bool TryParse(string? text, out PaymentId id) => NewId.TryParse(text, out id);
}

public readonly record struct PaymentMessageId(Guid Value) : IId<PaymentMessageId>
{
    public static PaymentMessageId From(Guid value) => new(value);

    public static bool TryParse(string? text, out PaymentMessageId id) => NewId.TryParse(text, out id);
}

public readonly record struct LedgerTransactionId(Guid Value) : IId<LedgerTransactionId>
{
    public static LedgerTransactionId From(Guid value) => new(value);

    public static bool TryParse(string? text, out LedgerTransactionId id) => NewId.TryParse(text, out id);
}

public readonly record struct ExchangeRateId(Guid Value) : IId<ExchangeRateId>
{
    public static ExchangeRateId From(Guid value) => new(value);

    public static bool TryParse(string? text, out ExchangeRateId id) => NewId.TryParse(text, out id);
}

public readonly record struct TestClockId(Guid Value) : IId<TestClockId>
{
    public static TestClockId From(Guid value) => new(value);

    public static bool TryParse(string? text, out TestClockId id) => NewId.TryParse(text, out id);
}

public readonly record struct BackupId(Guid Value) : IId<BackupId>
{
    public static BackupId From(Guid value) => new(value);

    public static bool TryParse(string? text, out BackupId id) => NewId.TryParse(text, out id);
}

public readonly record struct BackupProofId(Guid Value) : IId<BackupProofId>
{
    public static BackupProofId From(Guid value) => new(value);

    public static bool TryParse(string? text, out BackupProofId id) => NewId.TryParse(text, out id);
}

public readonly record struct ReconcileRunId(Guid Value) : IId<ReconcileRunId>
{
    public static ReconcileRunId From(Guid value) => new(value);

    public static bool TryParse(string? text, out ReconcileRunId id) => NewId.TryParse(text, out id);
}

public readonly record struct ReconcileFindingId(Guid Value) : IId<ReconcileFindingId>
{
    public static ReconcileFindingId From(Guid value) => new(value);

    public static bool TryParse(string? text, out ReconcileFindingId id) => NewId.TryParse(text, out id);
}
