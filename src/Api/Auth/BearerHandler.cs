using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Api.Auth;

/// <summary>
/// <c>Authorization: Bearer &lt;opaque token&gt;</c>: the token's SHA-256 is looked up on every request, so a revoked session is dead at once.
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

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(header["Bearer ".Length..].Trim()));
        var sessions = Context.RequestServices.GetRequiredService<ISessionLookup>();
        var session = await sessions.FindAsync(hash, Context.RequestAborted);
        if (session is null)
            return AuthenticateResult.Fail("No live session has this token.");

        caller.Identify(session);
        var claims = session.Roles.Select(role => new Claim(ClaimTypes.Role, role))
            .Prepend(new Claim(ClaimTypes.NameIdentifier, session.CustomerId.Value.ToString()));
        return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
    }
}
