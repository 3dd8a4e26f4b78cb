using System.Net;
using System.Text;
using HandlebarsDotNet;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>HTML: every value is escaped, styles stand inline because mail programs drop others.</summary>
internal static class HtmlForm
{
    public static IHandlebars Create()
    {
        var form = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new Encoder(), ThrowOnUnresolvedBindingExpression = true });
        form.RegisterHelper("p", (output, options, context, _) =>
        {
            output.WriteSafeString("<p style=\"margin:0 0 16px;overflow-wrap:anywhere\">");
            options.Template(output, context);
            output.WriteSafeString("</p>\n");
        });
        form.RegisterHelper("fact", (output, _, arguments) => output.WriteSafeString(
            $"""
            <p style="margin:0 0 16px;overflow-wrap:anywhere"><span style="color:#6b7280">{Escape(arguments.Text(0))}:</span> <strong>{Escape(arguments.Text(1))}</strong></p>

            """));
        form.RegisterHelper("action", (output, _, arguments) => output.WriteSafeString(
            $"""
            <p style="margin:0 0 20px"><a href="{Escape(arguments.Text(0))}" style="display:inline-block;padding:10px 20px;background:#6d28d9;color:#ffffff;text-decoration:none;border-radius:6px">{Escape(arguments.Text(1))}</a></p>

            """));
        return form;
    }

    private static string Escape(string value) => WebUtility.HtmlEncode(value);

    // The library's own leaves ' alone; this one is the same as for attributes above.
    private sealed class Encoder : ITextEncoder
    {
        public IFormatProvider? FormatProvider { get; set; }

        public void Encode(string? text, TextWriter target) => target.Write(Escape(text ?? ""));

        public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

        public void Encode<T>(T? text, TextWriter target) where T : IEnumerator<char>
        {
            var value = new StringBuilder();
            while (text?.MoveNext() == true)
                value.Append(text.Current);
            Encode(value, target);
        }
    }
}
