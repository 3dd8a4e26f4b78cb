using HandlebarsDotNet;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Plain text: values stand as they are, one blank line between paragraphs.</summary>
internal static class TextForm
{
    public static IHandlebars Create()
    {
        var form = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });
        form.RegisterHelper("p", (output, options, context, _) =>
        {
            options.Template(output, context);
            output.WriteSafeString("\n");
        });
        form.RegisterHelper("fact", (output, _, arguments) => output.WriteSafeString($"{arguments.Text(0)}: {arguments.Text(1)}\n"));
        form.RegisterHelper("action", (output, _, arguments) => output.WriteSafeString($"{arguments.Text(1)}:\n{arguments.Text(0)}\n"));
        return form;
    }
}
