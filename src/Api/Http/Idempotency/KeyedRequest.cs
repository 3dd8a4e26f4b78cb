using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http.Idempotency;

/// <summary>A request with an Idempotency-Key: whose key it is, and what tells it from another request.</summary>
/// <param name="Fingerprint">SHA-256 of method, address and body.</param>
internal sealed record KeyedRequest(IdempotencyKey Key, byte[] Fingerprint)
{
    public static bool IsValid(string key) => key.Length is >= 1 and <= IdempotencyKey.KeyMaxLength && key.All(c => c is > ' ' and <= '~');

    /// <summary>Reads the body; the endpoint can read it again.</summary>
    public static async Task<KeyedRequest> ReadAsync(HttpContext http, string key)
    {
        // In memory as a whole: a body with a password has no business in a temporary file.
        http.Request.EnableBuffering((int)PlatformHost.MaxBodyBytes + 1);
        var body = await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted);
        http.Request.Body.Position = 0;

        var address = Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n");
        return new(new(CallerOf(http), key), SHA256.HashData([.. address, .. body]));
    }

    // What only sessions may do answers with secrets, and some of the rest: another session of the customer, perhaps a stolen one, is not given them again.
    private static string CallerOf(HttpContext http)
    {
        var caller = http.RequestServices.GetRequiredService<ICaller>();
        if (!caller.IsKnown)
            return $"address:{caller.IpAddress}";
        if (caller.ApiKeyId is { } apiKeyId)
            return $"key:{apiKeyId.Value}";
        if (caller.OperatorId is { } operatorId)
            return $"operator:{operatorId.Value}:{caller.CustomerId.Value}";

        var endpoint = http.GetEndpoint()?.Metadata;
        return endpoint?.GetMetadata<EndpointAccess>() is { Scope: null } || endpoint?.GetMetadata<HoldsSecret>() is not null
            ? $"session:{caller.CustomerId.Value}:{caller.SessionId.Value}"
            : $"customer:{caller.CustomerId.Value}";
    }
}
