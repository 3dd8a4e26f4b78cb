using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Application.Sessions;

namespace SaaSOdoo.Api.Auth;

internal static class CredentialRecheck
{
    /// <summary>Whether what the request was let in with would let it in now.</summary>
    public static async Task<bool> IsStillLetInAsync(this HttpContext http, CancellationToken cancellationToken)
    {
        if (BearerHandler.TokenOf(http.Request) is not { } token)
            return false;

        var services = http.RequestServices;
        if (BearerHandler.IsKey(token))
            return await services.GetRequiredService<IApiKeyLookup>().FindAsync(SessionTokens.Hash(token), cancellationToken) is not null;

        var session = await services.GetRequiredService<ISessionLookup>().FindAsync(SessionTokens.Hash(token), cancellationToken);
        var actsForAnother = services.GetRequiredService<Caller>().OperatorId is not null;
        return session is not null && (!actsForAnother || session.Roles.Contains(Roles.Admin, StringComparer.Ordinal));
    }
}
