using SaaSOdoo.Api.OpenApi;

namespace SaaSOdoo.Api.Customers.Pages;

/// <summary>
/// Where links in mails lead. Opening one changes nothing, because programs open links too; a click posts the token to the API.
/// </summary>
internal static class AccountPages
{
    public static void MapAccountPages(this RouteGroupBuilder account)
    {
        account.WithTags("Pages").ExcludeFromDescription();
        account.MapPage("verify-email", "verify_email_page", "Confirm your e-mail address");
        account.MapPage("reset-password", "reset_password_page", "Choose a new password");
        account.MapPage("accept-invitation", "accept_invitation_page", "Join the team");
    }

    private static void MapPage(this RouteGroupBuilder account, string path, string name, string title)
    {
        var page = new AccountPage(path, title);
        account.MapGet($"/{path}", () => page).WithName(name).WithSummary($"{title}: the page behind the link in the mail").Answers(StatusCodes.Status200OK);
    }
}
