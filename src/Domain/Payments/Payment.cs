using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Payments;

/// <summary>An attempt to pay an invoice. Its row is saved before the gateway is called, so that no money is ever taken for nothing we know of.</summary>
public sealed partial class Payment : AggregateRoot, ILeased
{
    public const int TextMaxLength = 500;
    public const int UrlMaxLength = 2000;
    public const int ReferenceMaxLength = 60;

    private Payment()
    {
    }

    public PaymentId Id { get; private set; }
    public InvoiceId InvoiceId { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public TenantId TenantId { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;
    public decimal Amount { get; private set; }
    public PaymentMethod Method { get; private set; }

    /// <summary>The payer's, in E.164; null for methods without one.</summary>
    public string? Phone { get; private set; }

    /// <summary>Where the payer comes back to from the gateway's page.</summary>
    public string? ReturnUrl { get; private set; }
    public PaymentStatus Status { get; private set; }

    /// <summary>Set while the gateway calls it disputed; it moves no money.</summary>
    public bool IsDisputed { get; private set; }

    /// <summary>Ours, as the payer reads it: the invoice's number and the number of the attempt.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>Ours, for tracing: the id's 32 hexadecimal digits.</summary>
    public string MerchantTrace { get; private set; } = "";

    /// <summary>The gateway's; null until it is known.</summary>
    public string? GatewayReference { get; private set; }
    public string? PollUrl { get; private set; }

    /// <summary>The gateway's page, for payers on the web.</summary>
    public string? BrowserUrl { get; private set; }

    /// <summary>The gateway's, for the payer.</summary>
    public string? Instructions { get; private set; }

    /// <summary>Why it failed or is held, as a code.</summary>
    public string? Reason { get; private set; }

    /// <summary>Money received for it, when the gateway says so; it may differ from <see cref="Amount"/> in one that is held.</summary>
    public decimal? ReceivedAmount { get; private set; }
    public decimal RefundedAmount { get; private set; }

    /// <summary>Set and saved before the gateway is called: from then on it is never called again for this attempt.</summary>
    public DateTimeOffset? CallStartedAt { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>Until when the gateway is asked about it; null: it is settled.</summary>
    public DateTimeOffset? WatchedUntil { get; private set; }

    /// <summary>When it is called or asked next.</summary>
    public DateTimeOffset RunAfter { get; private set; }
    public int Attempts { get; private set; }
    public string? LeaseOwner { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }
    public int Fence { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
}
