using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
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

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Nothing that needs no session may fail because sessions cannot be read: health least of all.
        if (Context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return AuthenticateResult.NoResult();

        var header = Request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        var token = header["Bearer ".Length..].Trim();
        return token.StartsWith(ApiKey.Mark, StringComparison.Ordinal)
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
