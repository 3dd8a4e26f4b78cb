namespace SaaSOdoo.Application.Webhooks;

/// <summary>Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>For development only: http and private addresses are let through, so that a receiver may run on the same machine.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>How many deliveries one process has under way at a time.</summary>
    public int Concurrency { get; set; } = 32;

    /// <summary>How many of them to one endpoint, on all processes: a slow one leaves room for the others.</summary>
    public int PerEndpoint { get; set; } = 4;

    /// <summary>How many of them for one tenant, on all processes: its receivers may all hang, and leave room for other tenants'.</summary>
    public int PerTenant { get; set; } = 8;

    /// <summary>How long one attempt may take, from looking up the name to the answer's headers.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a delivery belongs to a worker that does not come back; longer than an attempt.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look for what is due again.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);
}
