using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace SaaSOdoo.Api.Customers.Pages;

/// <summary>
/// A small page behind a link in a mail. It holds its style and script, whose hashes are all that its policy allows, and nothing of the
/// request: the same bytes for everybody.
/// </summary>
internal sealed class AccountPage : IResult
{
    private static readonly string Style = Read("style.css");
    private static readonly string Script = Read("form.js");

    private static readonly string Policy =
        $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string html;

    public AccountPage(string name, string title) => html = $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · SaaSOdoo</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        {Read($"{name}.html")}
        <p role="status"></p>
        <noscript><p>This page needs JavaScript.</p></noscript>
        </main>
        <script>{Script}</script>
        </body>
        </html>
        """;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[HeaderNames.ContentSecurityPolicy] = Policy;
        return TypedResults.Content(html, "text/html", Encoding.UTF8).ExecuteAsync(httpContext);
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(AccountPage).Assembly.GetManifestResourceStream($"pages/{file}")!, Encoding.UTF8);
        // Browsers read every end of line as this one before they compute a hash.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
