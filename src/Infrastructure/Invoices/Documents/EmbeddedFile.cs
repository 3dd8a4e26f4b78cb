using System.Text;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

internal static class EmbeddedFile
{
    // Browsers read every end of line as this one before they compute a style's hash.
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name)).ReplaceLineEndings("\n");

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"invoices/{name}")
            ?? throw new InvalidOperationException($"There is no file {name} in this assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
