using System.Security.Cryptography;
using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Quotes as the text that a preview gives out and a change brings back. It is sealed and kept nowhere: a preview has no effect.
/// </summary>
public sealed class ChangeQuotes(ISecretProtector protector)
{
    public const int MaxLength = 4000;

    // Other secrets are sealed with the same keys: none of them is a quote.
    private const string Mark = "subscription-change:";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new IdJsonConverterFactory() } };

    public string Seal(ChangeQuote quote) => protector.Protect(Mark + JsonSerializer.Serialize(quote, Json));

    /// <returns>422 <c>subscription.quote_invalid</c> when it was changed on its way, or is of another subscription.</returns>
    public Result<ChangeQuote> Open(string text, SubscriptionId subscription)
    {
        try
        {
            var opened = protector.Unprotect(text);
            if (!opened.StartsWith(Mark, StringComparison.Ordinal))
                return SubscriptionChangeErrors.QuoteInvalid;

            var quote = JsonSerializer.Deserialize<ChangeQuote>(opened.AsSpan(Mark.Length), Json)!;
            return quote.Subscription == subscription ? quote : SubscriptionChangeErrors.QuoteInvalid;
        }
        catch (CryptographicException)
        {
            return SubscriptionChangeErrors.QuoteInvalid;
        }
    }
}
