namespace SaaSOdoo.Domain.Common;

/// <summary>What kind of answer an expected failure deserves; the Api maps each kind to one HTTP status.</summary>
public enum ErrorKind
{
    Validation,
    Unauthenticated,
    PaymentRequired,
    Forbidden,
    NotFound,
    Conflict,
    PreconditionFailed,
    TooMany,
    Unavailable,
}

/// <summary>An expected failure.</summary>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Code">Stable, machine-readable (<c>instance.name_taken</c>); front-ends switch on it.</param>
/// <param name="Message">One sentence for the customer that says what to do. Never holds a secret.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message)
{
    /// <summary>Messages per field, with the wire name of the field; empty unless the input was at fault.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>Facts a front-end may act on (a limit, a running operation's id), shown as members of the problem.</summary>
    public IReadOnlyDictionary<string, object> Details { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>When trying again makes sense; becomes the <c>Retry-After</c> header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Error Invalid(string field, string code, string message) =>
        new(ErrorKind.Validation, code, message) { Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] } };

    public static Error NotFound(string code, string message) => new(ErrorKind.NotFound, code, message);

    public static Error Conflict(string code, string message) => new(ErrorKind.Conflict, code, message);
}
