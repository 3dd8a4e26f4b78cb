using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Idempotency;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// <c>Cors:Origins</c> (<c>["https://app.example.com"]</c>): whose pages may call the API from a browser; none by default. Never with cookies:
/// the API knows none.
/// </summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    private static readonly string[] Taken =
    [
        "Authorization", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID", IdempotencyErrors.Header, RequestIds.Header,
        Caller.SecondFactorHeader, Impersonation.Header,
    ];

    private static readonly string[] Shown =
    [
        "ETag", "Location", "Retry-After", "WWW-Authenticate", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
        StoredResponse.ReplayedHeader, RequestIds.Header,
    ];

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, IConfiguration configuration)
    {
        var origins = OriginsOf(configuration);
        if (Array.Find(origins, o => !IsOrigin(o)) is { } wrong)
            throw new InvalidOperationException($"Cors:Origins: \"{wrong}\" is no origin such as https://app.example.com.");

        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins).WithMethods("GET", "HEAD", "POST", "PUT", "DELETE").WithHeaders(Taken).WithExposedHeaders(Shown)
            .SetPreflightMaxAge(PreflightAge)));
    }

    /// <summary>Before refusals are written: pages may read those as well.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        if (OriginsOf(app.Configuration).Length > 0)
            app.UseCors();
    }

    private static string[] OriginsOf(IConfiguration configuration) => configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.GetLeftPart(UriPartial.Authority) == text;
}
