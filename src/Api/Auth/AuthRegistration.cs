using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Auth;

internal static class Roles
{
    public const string Admin = "admin";
}

internal static class AuthRegistration
{
    public static IServiceCollection AddBearerSessions(this IServiceCollection services)
    {
        services.AddScoped<Caller>();
        services.AddScoped<ICaller>(p => p.GetRequiredService<Caller>());
        services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(MayPass).Build());
        return services;
    }

    /// <summary>Before authentication: handlers see the address also of anonymous requests.</summary>
    public static void UseCaller(this WebApplication app) => app.Use((http, next) =>
    {
        http.RequestServices.GetRequiredService<Caller>().Receive(http);
        return next(http);
    });

    // An endpoint that says nothing about authorization needs a session. Addresses without an endpoint (404, 405, 415) need none.
    private static bool MayPass(AuthorizationHandlerContext context) =>
        context.User.Identity?.IsAuthenticated == true || context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}
