using System.Net;
using System.Text;
using HandlebarsDotNet;
using SaaSOdoo.Application.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

/// <summary>The page. Every value is escaped.</summary>
internal static class InvoiceHtml
{
    private static readonly string Style = EmbeddedFile.Text("invoice.css");
    private static readonly Lazy<HandlebarsTemplate<object, object>> Template = new(Compile);

    public static InvoicePage Of(InvoiceDocument document) => new(Template.Value(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["style"] = Style,
        ["title"] = document.Title,
        ["number"] = document.Number,
        ["currency"] = document.Currency,
        ["facts"] = document.Facts.Select(f => Values(("label", f.Label), ("text", f.Text))).ToList(),
        ["seller"] = PartyOf(document.Seller),
        ["buyer"] = PartyOf(document.Buyer),
        ["lines"] = document.Lines.Select(l => Values(("description", l.Description), ("detail", l.Detail), ("amount", l.Amount))).ToList(),
        ["amounts"] = document.Amounts.Select(ValuesOf).ToList(),
        ["usd_amounts"] = document.UsdAmounts.Select(ValuesOf).ToList(),
        ["rate"] = document.Rate,
    }), Style);

    private static HandlebarsTemplate<object, object> Compile() =>
        Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new Escaping(), ThrowOnUnresolvedBindingExpression = true })
            .Compile(EmbeddedFile.Text("invoice.hbs"));

    private static Dictionary<string, object?> PartyOf(DocumentParty party) => Values(("name", party.Name), ("details", party.Details));

    private static Dictionary<string, object?> ValuesOf(DocumentAmount amount) => Values(("label", amount.Label), ("amount", amount.Amount), ("strong", amount.IsStrong));

    private static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);

    // The library's own leaves ' alone.
    private sealed class Escaping : ITextEncoder
    {
        public IFormatProvider? FormatProvider { get; set; }

        public void Encode(string? text, TextWriter target) => target.Write(WebUtility.HtmlEncode(text ?? ""));

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
