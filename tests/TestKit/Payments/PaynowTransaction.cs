namespace SaaSOdoo.TestKit.Payments;

/// <summary>A payment as the gateway knows it.</summary>
/// <param name="Number">The gateway's own.</param>
/// <param name="Secret">In the addresses by which it is polled and paid.</param>
/// <param name="Phone">Empty for one that is paid in a browser.</param>
public sealed record PaynowTransaction(
    int Number, string Secret, string Integration, string Reference, string MerchantTrace, decimal Amount, string Phone, string Method,
    string ReturnUrl, string ResultUrl)
{
    private readonly Lock changing = new();
    private readonly List<string> history = ["Created"];

    /// <summary>PayNow's word.</summary>
    public string Status
    {
        get
        {
            lock (changing)
                return history[^1];
        }
    }

    /// <summary>All words in their order.</summary>
    public IReadOnlyList<string> History
    {
        get
        {
            lock (changing)
                return [.. history];
        }
    }

    /// <summary>Whether money went from the payer to the merchant, and has not come back.</summary>
    public bool IsPaid => Status is "Paid" or "Awaiting Delivery" or "Delivered" or "Disputed";

    /// <summary>What it says when it is asked, instead of what is true.</summary>
    public string? ShownAmount { get; set; }

    /// <inheritdoc cref="ShownAmount"/>
    public string? ShownReference { get; set; }

    public bool IsExpress => Phone.Length > 0;

    internal void Become(string status)
    {
        lock (changing)
            history.Add(status);
    }
}
