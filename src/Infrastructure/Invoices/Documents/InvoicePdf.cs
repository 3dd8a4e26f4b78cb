using PdfSharp.Pdf;
using SaaSOdoo.Application.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

/// <summary>The PDF: the same texts as the page, in the same order, on as many sheets as they need.</summary>
internal static class InvoicePdf
{
    public static byte[] Of(InvoiceDocument document)
    {
        using var pdf = new PdfDocument();
        // PDFsharp 6.2 ends its compressed streams too early, which strict readers refuse; these are small.
        (pdf.Options.NoCompression, pdf.Options.CompressContentStreams) = (true, false);
        pdf.Info.Title = $"{document.Title} {document.Number}";
        pdf.Info.Author = document.Seller.Name;
        using (var sheet = new PdfSheet(pdf, $"{document.Title} {document.Number}"))
            Draw(document, sheet);

        using var stream = new MemoryStream();
        pdf.Save(stream);
        return stream.ToArray();
    }

    private static void Draw(InvoiceDocument document, PdfSheet sheet)
    {
        sheet.Columns(
            column =>
            {
                column.Write(document.Title, sheet.Style.Heading);
                column.Write(document.Number, sheet.Style.Body, sheet.Style.Soft);
            },
            column => WriteParty(column, document.Seller, sheet.Style));
        sheet.Space(28);
        sheet.Columns(
            column =>
            {
                column.Write("Bill to", sheet.Style.Small, sheet.Style.Soft);
                WriteParty(column, document.Buyer, sheet.Style);
            },
            column =>
            {
                foreach (var fact in document.Facts)
                    column.WritePair(fact.Label, fact.Text);
            });
        sheet.Space(28);

        sheet.Row("Description", $"Amount in {document.Currency}", sheet.Style.Small, sheet.Style.Soft);
        sheet.Rule(sheet.Style.Rule);
        foreach (var line in document.Lines)
        {
            sheet.Row(line.Description, line.Amount, sheet.Style.Body, sheet.Style.Ink, line.Detail);
            sheet.Rule(sheet.Style.Hairline);
        }

        sheet.Space(12);
        foreach (var amount in document.Amounts)
            sheet.Amount(amount.Label, amount.Amount, amount.IsStrong);
        if (document.Rate is not { } rate)
            return;

        sheet.Space(24);
        sheet.Rule(sheet.Style.Hairline);
        sheet.Space(6);
        sheet.Row(rate, "", sheet.Style.Body, sheet.Style.Soft);
        foreach (var amount in document.UsdAmounts)
            sheet.Amount(amount.Label, amount.Amount, isStrong: false);
    }

    private static void WriteParty(PdfColumn column, DocumentParty party, PdfStyle style)
    {
        column.Write(party.Name, style.Strong);
        foreach (var detail in party.Details)
            column.Write(detail, style.Body);
    }
}
