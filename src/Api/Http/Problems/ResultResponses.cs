using Microsoft.Net.Http.Headers;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>From a handler's result to HTTP, so that an endpoint is one line.</summary>
internal static class Answers
{
    /// <summary>A failure becomes its problem; a success is what <paramref name="success"/> makes of the value.</summary>
    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> success) =>
        result.IsFailure ? new ProblemResult(result.Error) : success(result.Value);

    /// <summary>200, with <c>ETag</c> when the value has a version.</summary>
    public static IResult ToOk<T>(this Result<T> result) => result.ToHttp(value => WithETag(value, TypedResults.Ok(value)));

    /// <summary>201 with <c>Location</c>, and <c>ETag</c> when the value has a version.</summary>
    public static IResult ToCreated<T>(this Result<T> result, Func<T, string> location) =>
        result.ToHttp(value => WithETag(value, TypedResults.Created(location(value), value)));

    /// <summary>202 with <c>Location</c>: <c>/api/v1/operations/{id}</c>.</summary>
    public static IResult ToAccepted<T>(this Result<T> result, Func<T, string> location) =>
        result.ToHttp(value => TypedResults.Accepted(location(value), value));

    /// <summary>202 without a body: what becomes of it is not told here.</summary>
    public static IResult ToAccepted(this Result result) =>
        result.IsFailure ? new ProblemResult(result.Error) : TypedResults.StatusCode(StatusCodes.Status202Accepted);

    /// <summary>204.</summary>
    public static IResult ToNoContent(this Result result) => result.IsFailure ? new ProblemResult(result.Error) : TypedResults.NoContent();

    private static IResult WithETag<T>(T value, IResult inner) =>
        value is IVersioned versioned ? new Tagged(versioned.Version, inner) : inner;

    private sealed class Tagged(uint version, IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var tag = Preconditions.ETagOf(version);
            httpContext.Response.Headers[HeaderNames.ETag] = tag;
            if (!Preconditions.IsKnown(httpContext.Request, tag))
                return inner.ExecuteAsync(httpContext);

            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
    }
}
