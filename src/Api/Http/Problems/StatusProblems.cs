using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>What a bare status means: for those that ASP.NET answers itself without a body, and as examples in the document.</summary>
internal static class StatusProblems
{
    public static ProblemResult Of(int status) => new(status, ErrorOf(status));

    public static Error TooMany(TimeSpan retryAfter) =>
        ErrorOf(StatusCodes.Status429TooManyRequests) with { Kind = ErrorKind.TooMany, RetryAfter = retryAfter };

    /// <summary>For the document.</summary>
    public static Problem ExampleOf(int status) => ProblemResult.ToProblem(status, ErrorOf(status), "/api/v1/…", "4bf92f3577b34da6a3ce929d0e0e4736");

    private static Error ErrorOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Error("bad_request", "The request cannot be understood."),
        StatusCodes.Status401Unauthorized => Error("unauthenticated", "Send a valid session token: Authorization: Bearer <token>."),
        StatusCodes.Status402PaymentRequired => Error("payment_required", "Pay the open invoice first."),
        StatusCodes.Status403Forbidden => Error("forbidden", "Your account may not do this."),
        StatusCodes.Status404NotFound => Error("not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => Error("method_not_allowed", "This address does not take that method; see the Allow header."),
        StatusCodes.Status409Conflict => Error("concurrent_update", "Somebody else changed this at the same time. Read it again and repeat the change."),
        StatusCodes.Status412PreconditionFailed => IfMatch.Failed,
        StatusCodes.Status413PayloadTooLarge => Error("body_too_large", "The body is larger than 1 MiB."),
        StatusCodes.Status414UriTooLong => Error("address_too_long", $"The address is longer than {RequestLimits.MaxAddressLength / 1024} KiB."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => Error(
            "headers_too_large", $"The headers are more than {RequestLimits.MaxHeaders}, or larger than {RequestLimits.MaxHeadersLength / 1024} KiB."),
        StatusCodes.Status415UnsupportedMediaType => Error("unsupported_media_type", "Send the body as application/json."),
        StatusCodes.Status422UnprocessableEntity => Domain.Common.Error.Invalid("name", "validation_failed", "'name' is required."),
        StatusCodes.Status429TooManyRequests => Error("too_many_requests", "Too many requests from your address; wait as long as Retry-After says."),
        StatusCodes.Status500InternalServerError => Error("internal_error", "Something went wrong on our side. Quote the trace id when you report it."),
        StatusCodes.Status503ServiceUnavailable => Error("dependency_unavailable", "The database does not answer. Try again shortly."),
        _ => Error($"http_{status}", "The request was not answered as asked."),
    };

    // The kind is not looked at: the status is given.
    private static Error Error(string code, string detail) => new(ErrorKind.Validation, code, detail);
}
