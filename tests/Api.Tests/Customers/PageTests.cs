using System.Net;
using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

public sealed class PageTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    [Theory]
    [InlineData("verify-email", "/api/v1/auth/verify-email")]
    [InlineData("reset-password", "/api/v1/auth/password-reset/complete")]
    [InlineData("accept-invitation", "/api/v1/invitations/accept")]
    public async Task A_page_runs_its_own_script_only_and_takes_nothing_from_elsewhere(string page, string action)
    {
        using var client = api.CreateClient();
        using var response = await client.GetAsync($"/account/{page}?token=<script>alert(1)</script>");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldContain($"data-action=\"{action}\"");
        html.ShouldNotContain("alert(1)");
        html.ShouldNotContain("http");

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldBe(
            $"default-src 'none'; style-src '{HashOf(html, "style")}'; script-src '{HashOf(html, "script")}'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task The_link_of_a_mail_leads_to_a_page_and_opening_it_changes_nothing()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var link = new Uri(api.Mails.To(customer.Email)[0].Values["link"]);
        link.AbsolutePath.ShouldBe("/account/verify-email");
        using var client = api.CreateClient();
        using var opened = await client.GetAsync(link.PathAndQuery);
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var verified = await api.PostAsync(
            "auth/verify-email", new() { ["token"] = api.Mails.TokenTo(customer.Email, MailTemplate.WelcomeAndVerify) });
        verified.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_start_page_says_where_one_is_and_an_unknown_address_is_a_page_for_people_only()
    {
        using var client = api.CreateClient();
        using var start = await AskAsync(client, "/", "text/html");
        start.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await start.Content.ReadAsStringAsync()).ShouldContain("href=\"/account/reset-password\"");
        start.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'none'");

        using var nothing = await AskAsync(client, "/account/nothing", "text/html,application/xhtml+xml,*/*;q=0.8");
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        nothing.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await nothing.Content.ReadAsStringAsync()).ShouldContain("<a href=\"/\">Go to the start page</a>");

        using var program = await AskAsync(client, "/account/nothing", "*/*");
        await program.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        using var resource = await AskAsync(client, "/api/v1/nothing", "text/html");
        await resource.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("verify-email")]
    [InlineData("reset-password")]
    [InlineData("accept-invitation")]
    public async Task A_page_survives_a_reload_speaks_plainly_and_shows_the_next_step(string page)
    {
        using var client = api.CreateClient();
        var html = await client.GetStringAsync($"/account/{page}");
        html.ShouldContain("sessionStorage.setItem(place, given)");
        html.ShouldContain("name=\"viewport\" content=\"width=device-width, initial-scale=1\"");
        html.ShouldContain("<p id=\"next\" hidden><a href=\"/\">");
        html.ShouldNotContain("see errors for each");
        if (page != "accept-invitation")
            html.ShouldContain("<form data-again data-action=\"/api/v1/auth/");
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string path, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return client.SendAsync(request);
    }

    private static string HashOf(string html, string element)
    {
        var from = html.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var text = html[from..html.IndexOf($"</{element}>", StringComparison.Ordinal)];
        text.Length.ShouldBeGreaterThan(100);
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
