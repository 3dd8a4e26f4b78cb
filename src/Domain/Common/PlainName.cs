namespace SaaSOdoo.Domain.Common;

/// <summary>The name of a company or a tenant: any visible text on one line, but no markup, since it stands in pages and mails.</summary>
public static class PlainName
{
    public static Result<string> Create(string field, string? value, int max)
    {
        var text = Text.Create(field, value, 1, max);
        return text.IsFailure ? text : WithoutMarkup(field, text.Value);
    }

    public static Result<string?> Optional(string field, string? value, int max)
    {
        if (string.IsNullOrWhiteSpace(value))
            return (string?)null;

        var name = Create(field, value, max);
        return name.IsFailure ? name.Error : name.Value;
    }

    private static Result<string> WithoutMarkup(string field, string text) =>
        text.AsSpan().ContainsAny('<', '>')
            ? Error.Invalid(field, "name.markup", "The characters < and > are not allowed.")
            : text;
}
