using HandlebarsDotNet;

namespace SaaSOdoo.Infrastructure.Mail;

internal static class BlockArguments
{
    /// <summary>The library throws itself when a template asks for a value that is not there.</summary>
    public static string Text(this Arguments arguments, int index) => (string)arguments[index]!;
}
