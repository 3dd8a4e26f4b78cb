using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Auth;

/// <summary>
/// <c>Authorization: Bearer &lt;session token or API key&gt;</c>: its SHA-256 is looked up on every request, so one that is revoked is
/// dead at once.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Caller caller)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>Null when there is none.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
    }

    /// <summary>Of an API key, not of a session.</summary>
    public static bool IsKey(string token) => token.StartsWith(ApiKey.Mark, StringComparison.Ordinal);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Nothing that needs no session may fail because sessions cannot be read: health least of all.
        if (Context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return AuthenticateResult.NoResult();

        if (TokenOf(Request) is not { } token)
            return AuthenticateResult.NoResult();

        return IsKey(token)
            ? await FindKeyAsync(SessionTokens.Hash(token))
            : await FindSessionAsync(SessionTokens.Hash(token));
    }

    private async Task<AuthenticateResult> FindSessionAsync(byte[] hash)
    {
        var session = await Context.RequestServices.GetRequiredService<ISessionLookup>().FindAsync(hash, Context.RequestAborted);
        if (session is null)
            return AuthenticateResult.Fail("No live session has this token.");

        caller.Identify(session);
        return Success(session.CustomerId, session.Roles);
    }

    private async Task<AuthenticateResult> FindKeyAsync(byte[] hash)
    {
        var key = await Context.RequestServices.GetRequiredService<IApiKeyLookup>().FindAsync(hash, Context.RequestAborted);
        if (key is null)
            return AuthenticateResult.Fail("No live API key is this one.");

        // Without the customer's roles: an operator's key does not operate the platform.
        caller.Identify(key);
        return Success(key.CustomerId, []);
    }

    private AuthenticateResult Success(CustomerId customer, IReadOnlyCollection<string> roles)
    {
        var claims = roles.Select(role => new Claim(ClaimTypes.Role, role))
            .Prepend(new Claim(ClaimTypes.NameIdentifier, customer.Value.ToString()));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }
}
