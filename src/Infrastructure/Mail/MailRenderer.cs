using System.Collections.Concurrent;
using HandlebarsDotNet;
using HandlebarsDotNet.Compiler;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Infrastructure.Mail;

/// <param name="Name">The recipient's, fit for a header; null when unknown.</param>
internal sealed record RenderedMail(string? Name, string Subject, string Text, string Html)
{
    // It may hold a one-time link.
    public override string ToString() => nameof(RenderedMail);
}

/// <summary>
/// Makes text and HTML from one source, so that they cannot say different things: a template's first line is the subject, the rest are
/// paragraphs, facts and links, which each form writes in its own way.
/// </summary>
internal sealed class MailRenderer(ILinks links)
{
    private const string EndOfSubject = "\n---\n";

    private readonly IHandlebars text = TextForm.Create();
    private readonly IHandlebars html = HtmlForm.Create();
    private readonly ConcurrentDictionary<(IHandlebars, string), HandlebarsTemplate<object, object>> compiled = new();

    /// <exception cref="HandlebarsUndefinedBindingException">The template asks for a value that is not there.</exception>
    public RenderedMail Render(MailTemplate template, MailContent content)
    {
        var source = Source(EnumText<MailTemplate>.Of(template)).Split(EndOfSubject, 2);
        var values = content.Values.ToDictionary(v => v.Key, object? (v) => MailValues.Of(v.Key, v.Value), StringComparer.Ordinal);
        values["name"] = content.Name is null ? null : MailValues.Of("name", content.Name);
        values["portal"] = links.Portal.ToString();

        var subject = Cut(Fill(text, source[0], values));
        values["subject"] = subject;
        return new((string?)values["name"], subject, Whole(text, "layout.text", source[1], values), Whole(html, "layout.html", source[1], values));
    }

    private string Whole(IHandlebars form, string layout, string body, Dictionary<string, object?> values) =>
        Fill(form, Source(layout), new(values, StringComparer.Ordinal) { ["body"] = Fill(form, body, values).TrimEnd() });

    private string Fill(IHandlebars form, string source, Dictionary<string, object?> values) =>
        compiled.GetOrAdd((form, source), key => key.Item1.Compile(key.Item2))(values);

    private static string Cut(string subject) =>
        subject.Length <= OutgoingMail.SubjectMaxLength ? subject : string.Concat(subject.AsSpan(0, OutgoingMail.SubjectMaxLength - 1), "…");

    private static string Source(string name)
    {
        using var stream = typeof(MailRenderer).Assembly.GetManifestResourceStream($"mail/{name}")
            ?? throw new InvalidOperationException($"There is no mail template {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
