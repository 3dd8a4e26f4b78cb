using System.Net;
using System.Text.RegularExpressions;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Infrastructure.Invoices.Documents;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace SaaSOdoo.Infrastructure.Tests.Invoices;

public sealed partial class InvoiceDocumentTests
{
    private static readonly InvoiceDocument Document = new(
        "Invoice",
        "INV-ZWG-2026-000123",
        "ZWG",
        [new("Issued", "19 November 2026"), new("Due", "26 November 2026"), new("Period", "26 November 2026 – 26 February 2027"), new("Status", "To be paid")],
        new("SaaSOdoo (Private) Limited", ["1 Samora Machel Avenue", "Harare", "billing@saasodoo.example", "TIN 2000123456", "VAT number 220123456"]),
        new("Moyo & Söhne <Handel> Žižka", ["Rruga e Dibrës 7", "tendai@example.com"]),
        [
            new("Basic, quarterly", "26 November 2026 – 26 February 2027", "602.23"),
            new($"A plan whose name is {string.Join(' ', Enumerable.Repeat("long", 40))} and has {new string('x', 200)} in it", null, "1,234,567.89"),
        ],
        [new("Net", "1,069,411.84"), new("VAT 15.5 %", "165,758.28"), new("Total", "1,235,170.12", IsStrong: true), new("Paid", "-100.00"), new("Amount due", "1,235,070.12", IsStrong: true)],
        [new("Net in USD", "40,487.01"), new("VAT in USD", "6,275.46"), new("Total in USD", "46,762.47")],
        "1 USD = 26.4137 ZWG");

    private readonly InvoicePrinter printer = new();

    [Fact]
    public void Page_and_pdf_say_the_same()
    {
        var texts = TextsOf(Document).ToList();
        var (page, pdf) = (Seen(printer.ToHtml(Document).Html), ReadPdf(printer.ToPdf(Document)).Text);
        texts.Count.ShouldBeGreaterThan(40);
        foreach (var text in texts)
        {
            page.ShouldContain(Bare(text));
            pdf.ShouldContain(Bare(text));
        }

        var figures = texts.Where(t => Figure().IsMatch(t)).ToList();
        figures.Count.ShouldBe(10);
        using var read = PdfDocument.Open(printer.ToPdf(Document));
        read.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text).Where(t => Figure().IsMatch(t)).ShouldBe(figures, ignoreOrder: true);
    }

    [Fact]
    public void Page_escapes_what_customers_typed_loads_nothing_and_runs_nothing()
    {
        var attack = "<script>alert('x')</script>\" onload=\"x";
        var page = printer.ToHtml(Document with { Buyer = new(attack, [attack]), Lines = [new(attack, attack, "1.00")] }).Html;
        page.ShouldNotContain("<script");
        page.ShouldNotContain("\" onload=\"");
        page.ShouldContain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;x");
        page.ShouldNotContain("http", Case.Insensitive);
        page.ShouldNotContain("url(");
    }

    [Fact]
    public void Neither_claims_to_be_fiscal()
    {
        printer.ToHtml(Document).Html.ShouldNotContain("fiscal", Case.Insensitive);
        ReadPdf(printer.ToPdf(Document)).Text.ShouldNotContain("fiscal", Case.Insensitive);
    }

    [Fact]
    public void Long_invoice_goes_on_on_further_sheets_and_loses_no_line()
    {
        var lines = Enumerable.Range(1, 150).Select(n => new DocumentLine($"Line number {n}", "26 November 2026 – 26 December 2026", $"{n}.07")).ToList();
        var (text, pages) = ReadPdf(printer.ToPdf(Document with { Lines = lines }));
        pages.ShouldBeGreaterThan(4);
        lines.ShouldAllBe(l => text.Contains(Bare($"{l.Description}{l.Detail}{l.Amount}")));
        text.ShouldContain(Bare($"{Document.Title} {Document.Number} · {pages}"));
    }

    [Fact]
    public async Task Pdfs_are_made_by_many_threads_at_once()
    {
        var texts = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => Task.Run(() => ReadPdf(printer.ToPdf(Document with { Number = $"INV-{n}" })).Text)));
        for (var n = 0; n < texts.Length; n++)
            texts[n].ShouldContain($"INV-{n}");
    }

    [Fact]
    public void Every_letter_that_is_printed_is_in_the_fonts_of_the_file()
    {
        using var pdf = PdfDocument.Open(printer.ToPdf(Document));
        var fonts = pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.FontName!).Distinct().ToList();
        fonts.Count.ShouldBe(2);
        fonts.ShouldAllBe(f => f.Contains("+DejaVu Sans"));
    }

    private static IEnumerable<string> TextsOf(InvoiceDocument document) =>
    [
        document.Title, document.Number, document.Rate!,
        .. document.Facts.SelectMany(f => new[] { f.Label, f.Text }),
        document.Seller.Name, .. document.Seller.Details, document.Buyer.Name, .. document.Buyer.Details,
        .. document.Lines.SelectMany(l => new[] { l.Description, l.Detail ?? "", l.Amount }),
        .. document.Amounts.Concat(document.UsdAmounts).SelectMany(a => new[] { a.Label, a.Amount }),
    ];

    private static (string Text, int Pages) ReadPdf(byte[] bytes)
    {
        using var pdf = PdfDocument.Open(bytes);
        return (Bare(string.Concat(pdf.GetPages().SelectMany(TextOf))), pdf.NumberOfPages);
    }

    // In the order in which it was written.
    private static IEnumerable<string> TextOf(Page page) => page.Letters.Select(l => l.Value);

    // What a reader of the page sees.
    private static string Seen(string html) => Bare(WebUtility.HtmlDecode(Tag().Replace(Style().Replace(html, ""), ";")).Replace(";", "", StringComparison.Ordinal));

    private static string Bare(string text) => Blank().Replace(text, "");

    [GeneratedRegex("<[^>]+>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*?</style>|<title>.*?</title>", RegexOptions.Singleline, 1000)]
    private static partial Regex Style();

    [GeneratedRegex("\\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex("^-?[0-9,]+\\.[0-9]{2}$", RegexOptions.None, 1000)]
    private static partial Regex Figure();
}
