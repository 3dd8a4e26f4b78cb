using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Auth;

internal static class AccessErrors
{
    public static readonly Error Forbidden = new(ErrorKind.Forbidden, "forbidden", "Your account may not do this.");

    public static readonly Error SessionRequired = new(
        ErrorKind.Forbidden, "session_required", "API keys may not do this. Log in and use the session's token.");

    public static readonly Error NotForOthers = new(
        ErrorKind.Forbidden, "acting_for_not_allowed", "Nobody can do this for somebody else: leave X-Acting-For out.");

    public static Error ScopeRequired(string scope) =>
        new(ErrorKind.Forbidden, "scope_required", $"This API key lacks the scope {scope}. Use one that has it.")
        {
            Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["required_scope"] = scope },
        };
}
