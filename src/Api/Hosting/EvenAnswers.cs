namespace SaaSOdoo.Api.Hosting;

/// <summary>
/// For endpoints that do more work for an address that has an account, and must not tell: whatever the work is, the answer goes out after
/// the same time. (A login needs none of this: there the same work is done for everybody.)
/// </summary>
internal static class EvenAnswers
{
    // Several times what the work takes.
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(250);

    public static RouteHandlerBuilder EvenInTime(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        var answer = await next(context);

        var left = Time - clock.GetElapsedTime(started);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock, context.HttpContext.RequestAborted);
        return answer;
    });
}
