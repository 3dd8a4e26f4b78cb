using System.Buffers.Text;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Secrets in the form of Standard Webhooks: <c>whsec_</c> and the base64 of 32 random bytes.</summary>
public static class WebhookSecrets
{
    private const string Prefix = "whsec_";

    public static string New(IRandomSecrets random) => Prefix + Convert.ToBase64String(Base64Url.DecodeFromChars(random.Token()));
}
