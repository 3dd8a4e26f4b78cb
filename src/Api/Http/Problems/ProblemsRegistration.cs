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
    }
}
