using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;

namespace SaaSOdoo.Api.Hosting;

/// <summary>What a request passes through, in this order and nowhere else. Each says on its own what it does.</summary>
internal static class RequestPipeline
{
    public static void UseRequestPipeline(this WebApplication app)
    {
        // Who asks, under which id. Everything after has both, refusals included.
        app.UseTrustedProxies();
        app.UseRequestIds();

        // What shapes the answer, whoever gives it.
        app.UseHeadRequests();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseCrossOrigin();
        app.UseProblems();

        // What can be refused without knowing the endpoint.
        app.UseRequestLimits();
        app.UseRequestBodies();
        app.UseOpenApiDocument();
        app.UseRouting();
        app.UseIpRateLimiter();

        // Who is let in.
        app.UseCaller();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndpointAccess();
        app.UseImpersonation();
        app.UseWriteLimiter();

        // What is asked of the endpoint, by those who may.
        app.UseNoHeadOfSecrets();
        app.UseKnownQueryParameters();
        app.UsePreconditions();

        // What goes around its transaction.
        app.UseMinimumResponseTime();
        app.UseIdempotency();
    }
}
