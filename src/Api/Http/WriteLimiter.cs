using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Sessions;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// Counts what a customer writes, with whatever sessions and keys: each write makes rows that are kept (ADR 0035). In PostgreSQL, as
/// <see cref="IpRateLimiter"/> does.
/// </summary>
internal static class WriteLimiter
{
    /// <summary>After authentication: the caller is known.</summary>
    public static void UseWriteLimiter(this WebApplication app)
    {
        var settings = app.Configuration.GetSection(IpRateLimitOptions.Section).Get<IpRateLimitOptions>() ?? new();
        app.Use(async (http, next) =>
        {
            var caller = http.RequestServices.GetRequiredService<Caller>();
            if (!caller.IsKnown || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            {
                await next(http);
                return;
            }

            // The operator's own, where one acts for a customer.
            var counters = http.RequestServices.GetRequiredService<IRateLimitCounters>();
            var count = await counters.CountAsync($"writes:{(caller.OperatorId ?? caller.CustomerId).Value:N}", settings.Window, http.RequestAborted);
            // What guesses at secrets has announced its own, narrower limit.
            if (http.GetEndpoint()?.Metadata.GetMetadata<IpRateLimited>() is null)
                IpRateLimiter.Announce(http, settings.Writes, count);

            if (count.Requests <= settings.Writes)
                await next(http);
            else
                await new ProblemResult(StatusProblems.TooMany(count.Left)).ExecuteAsync(http);
        });
    }
}
