using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

/// <summary>Writes downwards on A4, and goes on on a new sheet where one is full. Lengths are points, 72 to the inch.</summary>
internal sealed class PdfSheet : IDisposable
{
    private const double Margin = 56;
    private const double AmountWidth = 120;
    private const double TotalsWidth = 260;

    private readonly PdfDocument document;
    private readonly string running;
    private XGraphics graphics;
    private double y;

    /// <param name="running">Stands at the foot of every sheet, with its number.</param>
    public PdfSheet(PdfDocument document, string running)
    {
        (this.document, this.running) = (document, running);
        graphics = Begin();
    }

    public PdfStyle Style { get; } = new();

    private static double Left => Margin;

    private double Right => graphics.PageSize.Width - Margin;

    private double Bottom => graphics.PageSize.Height - Margin;

    public void Space(double height) => y += height;

    public void Rule(XPen pen)
    {
        graphics.DrawLine(pen, Left, y, Right, y);
        y += 4;
    }

    /// <summary>Two columns side by side; what follows begins below the longer one.</summary>
    public void Columns(Action<PdfColumn> left, Action<PdfColumn> right)
    {
        var middle = Left + ((Right - Left) * 0.55);
        var columns = (Left: new PdfColumn(graphics, Style, Left, middle - 16 - Left, y), Right: new PdfColumn(graphics, Style, middle, Right - middle, y));
        left(columns.Left);
        right(columns.Right);
        y = Math.Max(columns.Left.Y, columns.Right.Y);
    }

    /// <param name="detail">Below the text, smaller; null for none.</param>
    public void Row(string text, string amount, XFont font, XBrush brush, string? detail = null)
    {
        var width = Right - Left - AmountWidth;
        var lines = PdfText.Wrap(graphics, text, font, width).Select(l => (Text: l, Font: font, Brush: brush))
            .Concat(detail is null ? [] : PdfText.Wrap(graphics, detail, Style.Small, width).Select(l => (Text: l, Font: Style.Small, Brush: Style.Soft))).ToList();
        // A row stays on one sheet; its amount stands beside its first line.
        Need(lines.Sum(l => PdfStyle.HeightOf(l.Font)));
        var top = y;
        foreach (var line in lines)
        {
            Need(PdfStyle.HeightOf(line.Font));
            graphics.DrawString(line.Text, line.Font, line.Brush, new XPoint(Left, y + line.Font.Size));
            y += PdfStyle.HeightOf(line.Font);
        }

        Write(amount, font, brush, Right, Math.Min(top, y));
        y += 3;
    }

    public void Amount(string label, string amount, bool isStrong)
    {
        var font = isStrong ? Style.Strong : Style.Body;
        Need(PdfStyle.HeightOf(font) + 8);
        if (isStrong)
        {
            graphics.DrawLine(Style.Rule, Right - TotalsWidth, y + 2, Right, y + 2);
            y += 5;
        }

        graphics.DrawString(label, font, Style.Ink, new XPoint(Right - TotalsWidth, y + font.Size));
        Write(amount, font, Style.Ink, Right, y);
        y += PdfStyle.HeightOf(font);
    }

    public void Dispose() => graphics.Dispose();

    private void Write(string text, XFont font, XBrush brush, double right, double top) =>
        graphics.DrawString(text, font, brush, new XPoint(right - graphics.MeasureString(text, font).Width, top + font.Size));

    private void Need(double height)
    {
        if (y + height <= Bottom)
            return;

        graphics.Dispose();
        graphics = Begin();
    }

    private XGraphics Begin()
    {
        var page = document.AddPage();
        page.Size = PageSize.A4;
        var begun = XGraphics.FromPdfPage(page);
        begun.DrawString($"{running} · {document.PageCount}", Style.Small, Style.Soft, new XPoint(Margin, begun.PageSize.Height - (Margin / 2)));
        y = Margin;
        return begun;
    }
}
