using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Problems;

/// <summary>Problems for the statuses that ASP.NET answers itself, without a body.</summary>
internal static class StatusProblems
{
    public static ProblemResult Of(int status) => new(status, status switch
    {
        StatusCodes.Status400BadRequest => Error("bad_request", "The request cannot be understood."),
        StatusCodes.Status401Unauthorized => Error("unauthenticated", "Send a valid session token: Authorization: Bearer <token>."),
        StatusCodes.Status403Forbidden => Error("forbidden", "Your account may not do this."),
        StatusCodes.Status404NotFound => Error("not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => Error("method_not_allowed", "This address does not take that method; see the Allow header."),
        StatusCodes.Status413PayloadTooLarge => Error("body_too_large", "The body is larger than 1 MiB."),
        StatusCodes.Status415UnsupportedMediaType => Error("unsupported_media_type", "Send the body as application/json."),
        _ => Error($"http_{status}", "The request was not answered as asked."),
    });

    // The kind is not looked at: the status is given.
    private static Error Error(string code, string detail) => new(ErrorKind.Validation, code, detail);
}
