using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>The <c>If-Match</c> header: the versions the caller is willing to overwrite.</summary>
/// <remarks>Bind as <c>[FromHeader(Name = "If-Match")] IfMatch?</c>.</remarks>
/// <param name="Versions">Null for <c>*</c>; empty when no tag given was ever ours, which matches nothing.</param>
public sealed record IfMatch(IReadOnlyList<uint>? Versions)
{
    public static readonly Error Failed = new(
        ErrorKind.PreconditionFailed, "precondition_failed", "The resource was changed since it was read. Read it again and repeat the change.");

    /// <summary>Whether the change may go on; a missing header asks for nothing.</summary>
    public static Result Check(IfMatch? header, AggregateRoot current) => Check(header, current.Version);

    /// <inheritdoc cref="Check(IfMatch?, AggregateRoot)"/>
    public static Result Check(IfMatch? header, uint current) =>
        header?.Versions is { } versions && !versions.Contains(current) ? Failed : Result.Success;

    /// <summary>Never false: tags that are not ours are remembered as matching nothing, so that the answer is 412 and not 400.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IfMatch? header)
    {
        // A weak tag (W/"1") never satisfies If-Match: RFC 9110, 13.1.1.
        var tags = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        header = tags is ["*"] ? new IfMatch(Versions: null) : new([.. tags.Select(Version).OfType<uint>()]);
        return true;
    }

    private static uint? Version(string tag) =>
        tag.Length > 2 && tag[0] == '"' && tag[^1] == '"'
        && uint.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
