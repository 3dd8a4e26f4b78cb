using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>Section <c>Paynow</c>. Without integrations nothing can be paid, and everything else works.</summary>
internal sealed class PaynowOptions
{
    public const string Section = "Paynow";
    public static readonly Uri Gateway = new("https://www.paynow.co.zw");

    public Uri BaseUrl { get; set; } = Gateway;

    /// <summary>By currency: <c>USD</c>, <c>ZWG</c>.</summary>
    public Dictionary<string, PaynowIntegration> Integrations { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Where the gateway reaches <c>/api/v1/webhooks/paynow</c> of this platform: <c>https://api.example.com/api/v1/webhooks/paynow</c>. The
    /// currency is appended.
    /// </summary>
    public Uri? ResultUrl { get; set; }

    /// <summary>Where payers' browsers come back to unless the payment says otherwise.</summary>
    public Uri? ReturnUrl { get; set; }

    /// <summary>For one call, from connecting to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many payments one process has at the gateway at a time.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>How often to look for payments when no notification comes.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    public PaynowIntegration? IntegrationOf(Currency currency) => Integrations.GetValueOrDefault(currency.Code);

    public Uri ResultUrlOf(Currency currency) => new($"{ResultUrl!.AbsoluteUri.TrimEnd('/')}/{currency.Code}");
}

/// <summary>An account at PayNow, of one currency: its protocol has no field for it.</summary>
internal sealed class PaynowIntegration
{
    public string Id { get; set; } = "";

    /// <summary>Secret.</summary>
    public string Key { get; set; } = "";

    /// <summary>The merchant's address, which mobile money asks for.</summary>
    public string AuthEmail { get; set; } = "";

    public override string ToString() => $"{nameof(PaynowIntegration)} {Id}";
}
