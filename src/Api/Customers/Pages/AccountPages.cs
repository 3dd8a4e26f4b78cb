using SaaSOdoo.Api.OpenApi;

namespace SaaSOdoo.Api.Customers.Pages;

/// <summary>
/// Where links in mails lead. Opening one changes nothing, because programs open links too; a click posts the token to the API.
/// </summary>
internal static class AccountPages
{
    private static readonly AccountPage NotFound = new("not-found", "Not found", StatusCodes.Status404NotFound);

    public static void MapAccountPages(this RouteGroupBuilder site)
    {
        site.WithTags("Pages").ExcludeFromDescription();
        site.MapPage("", "start", "start_page", "Managed Odoo");
        site.MapPage("account/verify-email", "verify-email", "verify_email_page", "Confirm your e-mail address");
        site.MapPage("account/reset-password", "reset-password", "reset_password_page", "Choose a new password");
        site.MapPage("account/accept-invitation", "accept-invitation", "accept_invitation_page", "Join the team");
    }

    /// <summary>Whether a person with a browser asked, and not for something of the API: then an address without anything is answered by a page.</summary>
    public static bool IsForPeople(HttpContext http) => http.Response.StatusCode == StatusCodes.Status404NotFound
        && HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public static Task AnswerNotFoundAsync(HttpContext http) => NotFound.ExecuteAsync(http);

    private static void MapPage(this RouteGroupBuilder site, string path, string file, string name, string title)
    {
        var page = new AccountPage(file, title);
        site.MapGet($"/{path}", () => page).WithName(name).WithSummary($"{title}: a page for people").Answers(StatusCodes.Status200OK);
    }
}
