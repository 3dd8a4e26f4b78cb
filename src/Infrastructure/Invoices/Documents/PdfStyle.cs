using PdfSharp.Drawing;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

/// <summary>Fonts and colours of one document: the library's objects are not shared between threads.</summary>
internal sealed class PdfStyle
{
    /// <summary>Of a line, for a font of size 1.</summary>
    private const double LineHeight = 1.35;

    public XFont Heading { get; } = EmbeddedFonts.Of(22, XFontStyleEx.Bold);

    public XFont Strong { get; } = EmbeddedFonts.Of(9.5, XFontStyleEx.Bold);

    public XFont Body { get; } = EmbeddedFonts.Of(9.5, XFontStyleEx.Regular);

    public XFont Small { get; } = EmbeddedFonts.Of(8, XFontStyleEx.Regular);

    public XBrush Ink { get; } = new XSolidBrush(XColor.FromArgb(17, 24, 39));

    public XBrush Soft { get; } = new XSolidBrush(XColor.FromArgb(107, 114, 128));

    public XPen Rule { get; } = new(XColor.FromArgb(17, 24, 39), 1);

    public XPen Hairline { get; } = new(XColor.FromArgb(209, 213, 219), 0.5);

    public static double HeightOf(XFont font) => font.Size * LineHeight;
}
