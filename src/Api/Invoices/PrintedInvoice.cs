using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using SaaSOdoo.Application.Invoices;

namespace SaaSOdoo.Api.Invoices;

internal enum DocumentFormat
{
    Html,
    Pdf,
}

/// <summary>An invoice as a page or a PDF.</summary>
/// <param name="asked">Null: what the request accepts, and a page where it accepts both alike.</param>
internal sealed class PrintedInvoice(InvoiceDocument document, DocumentFormat? asked) : IResult
{
    public const string Html = "text/html";
    public const string Pdf = "application/pdf";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var printer = httpContext.RequestServices.GetRequiredService<IInvoicePrinter>();
        httpContext.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        return (asked ?? Accepted(httpContext.Request)) is DocumentFormat.Pdf
            ? SendPdfAsync(printer, httpContext)
            : SendPageAsync(printer, httpContext);
    }

    private Task SendPdfAsync(IInvoicePrinter printer, HttpContext http)
    {
        // Shown by browsers, and saved under its number.
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileName = $"{document.Number}.pdf" }.ToString();
        return TypedResults.Bytes(printer.ToPdf(document), Pdf).ExecuteAsync(http);
    }

    private Task SendPageAsync(IInvoicePrinter printer, HttpContext http)
    {
        var page = printer.ToHtml(document);
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Style)));
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return TypedResults.Content(page.Html, Html, Encoding.UTF8).ExecuteAsync(http);
    }

    private static DocumentFormat Accepted(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return QualityOf(accepted, Pdf) > QualityOf(accepted, Html) ? DocumentFormat.Pdf : DocumentFormat.Html;
    }

    // A range that names the type outweighs one with a star.
    private static double QualityOf(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var wanted = new MediaTypeHeaderValue(type);
        var best = accepted.Where(a => wanted.IsSubsetOf(a)).OrderBy(a => a.MatchesAllTypes).ThenBy(a => a.MatchesAllSubTypes).FirstOrDefault();
        return best is null ? 0 : best.Quality ?? 1;
    }
}
