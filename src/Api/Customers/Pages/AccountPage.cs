using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace SaaSOdoo.Api.Customers.Pages;

/// <summary>
/// A page for people: behind a link in a mail, the start page, or one that says there is nothing. It holds its style and script, whose hashes
/// are all that its policy allows, and nothing of the request: the same bytes for everybody.
/// </summary>
internal sealed class AccountPage : IResult
{
    private static readonly string Style = Read("style.css");
    private static readonly string Script = Read("form.js");

    private readonly string html;
    private readonly string policy;
    private readonly int status;

    public AccountPage(string name, string title, int status = StatusCodes.Status200OK)
    {
        var content = Read($"{name}.html");
        var hasForm = content.Contains("<form", StringComparison.Ordinal);
        this.status = status;
        policy = $"default-src 'none'; style-src '{HashOf(Style)}'; script-src {(hasForm ? $"'{HashOf(Script)}'" : "'none'")}; "
            + $"connect-src {(hasForm ? "'self'" : "'none'")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        html = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · SaaSOdoo</title>
            <style>{Style}</style>
            </head>
            <body>
            <header><a href="/"><svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="7" fill="currentColor"/><circle cx="14" cy="14" r="6" fill="none" stroke="#fff" stroke-width="3"/></svg>SaaSOdoo</a></header>
            <main>
            {content}
            {(hasForm ? Form : "")}
            </main>
            <footer>SaaSOdoo · managed Odoo</footer>
            {(hasForm ? $"<script>{Script}</script>" : "")}
            </body>
            </html>
            """;
    }

    private const string Form = """
        <p role="status" tabindex="-1"></p>
        <p id="next" hidden><a href="/">Go to the start page</a></p>
        <noscript><p>This page needs JavaScript.</p></noscript>
        """;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers[HeaderNames.ContentSecurityPolicy] = policy;
        return TypedResults.Content(html, "text/html", Encoding.UTF8, status).ExecuteAsync(httpContext);
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(AccountPage).Assembly.GetManifestResourceStream($"pages/{file}")!, Encoding.UTF8);
        // Browsers read every end of line as this one before they compute a hash.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
