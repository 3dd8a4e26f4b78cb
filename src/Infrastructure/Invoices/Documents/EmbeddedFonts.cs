using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

/// <summary>
/// DejaVu Sans, from this assembly: a server need not have any fonts, and an invoice looks the same everywhere. PDFsharp asks one resolver
/// in the whole process.
/// </summary>
internal sealed class EmbeddedFonts : IFontResolver
{
    private const string Family = "DejaVu Sans";
    private const string Regular = "DejaVuSans.ttf";
    private const string Bold = "DejaVuSans-Bold.ttf";

    private static readonly Lock Gate = new();

    /// <param name="size">In points.</param>
    public static XFont Of(double size, XFontStyleEx style)
    {
        lock (Gate)
            GlobalFontSettings.FontResolver ??= new EmbeddedFonts();
        return new(Family, size, style);
    }

    public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
        string.Equals(familyName, Family, StringComparison.OrdinalIgnoreCase) ? new(isBold ? Bold : Regular) : null;

    public byte[] GetFont(string faceName) => EmbeddedFile.Bytes(faceName);
}
