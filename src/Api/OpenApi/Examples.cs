namespace SaaSOdoo.Api.OpenApi;

/// <summary>An example body in the document: of the request when <paramref name="Status"/> is null, else of that answer.</summary>
internal sealed record ExampleBody(int? Status, object Body);

internal static class Examples
{
    /// <summary>An example of the request body.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, object example) => endpoint.WithMetadata(new ExampleBody(Status: null, example));

    /// <summary>The answer on success with an example of its body.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, T example) where T : notnull =>
        endpoint.Produces<T>(status).WithMetadata(new ExampleBody(status, example));

    /// <summary>The answer on success when it has no body.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, int status) => endpoint.Produces(status);
}
