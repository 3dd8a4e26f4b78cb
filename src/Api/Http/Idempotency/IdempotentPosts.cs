using Microsoft.Extensions.Primitives;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http.Idempotency;

/// <summary>Marks an endpoint that may be sent again with the same Idempotency-Key.</summary>
internal sealed record TakesIdempotencyKey;

/// <summary>Marks an endpoint whose answer holds a secret: it is given again to the session that got it, and to no other.</summary>
internal sealed record HoldsSecret;

/// <summary>
/// A POST with an Idempotency-Key has one effect, however often it is sent: its answer is stored in the transaction of the effect and given
/// again. A refusal has none, and is decided anew (ADR 0015).
/// </summary>
internal static class IdempotentPosts
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddSingleton<KeyedLock>();

    public static RouteHandlerBuilder AnswersWithSecret(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new HoldsSecret());

    /// <summary>Every POST of the group, also those that are added later.</summary>
    public static RouteGroupBuilder WithIdempotentPosts(this RouteGroupBuilder endpoints)
    {
        ((IEndpointConventionBuilder)endpoints).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Post, StringComparer.OrdinalIgnoreCase)))
                endpoint.Metadata.Add(new TakesIdempotencyKey());
        });
        return endpoints;
    }

    /// <summary>After authorization: the caller is known, and may call.</summary>
    public static void UseIdempotency(this WebApplication app) => app.Use((http, next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<TakesIdempotencyKey>() is not null
        && http.Request.Headers.TryGetValue(IdempotencyErrors.Header, out var key)
            ? AnswerAsync(http, key, next)
            : next(http));

    private static async Task AnswerAsync(HttpContext http, StringValues header, RequestDelegate next)
    {
        if (header is not [{ } key] || !KeyedRequest.IsValid(key))
        {
            await new ProblemResult(IdempotencyErrors.KeyInvalid).ExecuteAsync(http);
            return;
        }

        var request = await KeyedRequest.ReadAsync(http, key);
        using var turn = await http.RequestServices.GetRequiredService<KeyedLock>().TakeAsync(request.Key, http.RequestAborted);
        if (await ReplayAsync(http, request))
            return;

        try
        {
            await RunAsync(http, request, next);
        }
        catch (KeyTakenException)
        {
            // Another process was first, and has committed by now.
            if (!await ReplayAsync(http, request))
                throw;
        }
    }

    private static async Task<bool> ReplayAsync(HttpContext http, KeyedRequest request)
    {
        var kept = await http.RequestServices.GetRequiredService<IIdempotencyStore>().FindAsync(request.Key, http.RequestAborted);
        if (kept is null)
            return false;

        var answer = StoredResponse.Parse(kept);
        await (answer.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint)
            ? answer.ReplayAsync(http)
            : new ProblemResult(IdempotencyErrors.KeyReused).ExecuteAsync(http));
        return true;
    }

    private static async Task RunAsync(HttpContext http, KeyedRequest request, RequestDelegate next)
    {
        var keys = http.RequestServices.GetRequiredService<IIdempotencyStore>();
        var unit = http.RequestServices.GetRequiredService<UnitOfWork>();
        unit.BelongToRequest(async cancellationToken =>
        {
            if (!await keys.ClaimAsync(request.Key, cancellationToken))
                throw new KeyTakenException();
        });
        try
        {
            var body = await HeldBackAsync(http, next);
            if (IsSuccess(http.Response.StatusCode))
            {
                // An endpoint that sent no command has opened none.
                await unit.OpenAsync(http.RequestAborted);
                await keys.KeepAsync(request.Key, StoredResponse.Of(http.Response, request.Fingerprint, body).ToText(), http.RequestAborted);
            }
            else if (unit.IsOpen)
            {
                await keys.ReleaseAsync(request.Key, http.RequestAborted);
            }

            await unit.CommitRequestAsync(http.RequestAborted);
            await StoredResponse.SendAsync(http, body);
        }
        catch
        {
            await unit.RollBackAsync();
            throw;
        }
    }

    // Sent to the client only when it is stored.
    private static async Task<byte[]> HeldBackAsync(HttpContext http, RequestDelegate next)
    {
        var wire = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Response.Body = wire;
        }

        return body.ToArray();
    }

    // A refusal had no effect that could happen twice, and its cause may be gone next time: it answers this attempt alone. What was counted
    // (a wrong password) is saved, and a repetition counts again.
    private static bool IsSuccess(int status) => status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices;

    private sealed class KeyTakenException : Exception;
}
