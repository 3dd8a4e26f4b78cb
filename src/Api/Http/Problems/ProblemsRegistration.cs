using Microsoft.Net.Http.Headers;
using SaaSOdoo.Api.Customers.Pages;

namespace SaaSOdoo.Api.Http.Problems;

internal static class ProblemsRegistration
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        // Otherwise a body that cannot be bound is answered without saying which field.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.AddExceptionHandler<ExceptionProblems>();
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => AccountPages.IsForPeople(context.HttpContext)
            ? AccountPages.AnswerNotFoundAsync(context.HttpContext)
            : StatusProblems.Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.Use((http, next) => HasUnknownCharset(http.Request)
            ? StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(http)
            : next(http));
    }

    // ASP.NET would throw as if it were our mistake.
    private static bool HasUnknownCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue && type.Encoding is null;
}
