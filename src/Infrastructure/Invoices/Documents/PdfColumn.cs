using PdfSharp.Drawing;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

/// <summary>A part of a sheet's width, written downwards. It is short: it goes on on no other sheet.</summary>
internal sealed class PdfColumn(XGraphics graphics, PdfStyle style, double left, double width, double top)
{
    private const double LabelWidth = 70;

    public double Y { get; private set; } = top;

    public void Write(string text, XFont font, XBrush? brush = null) => Write(text, font, brush ?? style.Ink, left, width);

    public void WritePair(string label, string text)
    {
        var before = Y;
        Write(label, style.Body, style.Soft, left, LabelWidth);
        Y = before;
        Write(text, style.Body, style.Ink, left + LabelWidth, width - LabelWidth);
    }

    private void Write(string text, XFont font, XBrush brush, double from, double within)
    {
        foreach (var line in PdfText.Wrap(graphics, text, font, within))
        {
            graphics.DrawString(line, font, brush, new XPoint(from, Y + font.Size));
            Y += PdfStyle.HeightOf(font);
        }
    }
}
