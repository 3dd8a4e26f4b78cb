using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>What ASP.NET says when it cannot bind a request, as problems that name the field and never quote a type or a value.</summary>
internal static partial class BodyProblems
{
    public static ProblemResult Of(BadHttpRequestException exception, HttpContext http) => exception switch
    {
        { StatusCode: not StatusCodes.Status400BadRequest } => StatusProblems.Of(exception.StatusCode),
        { InnerException: JsonException { InnerException: JsonException } } => Malformed,
        { InnerException: JsonException json } => new(OfField(json)),
        _ when BindingFailure().Match(exception.Message) is { Success: true } failure => OfParameter(failure.Groups["name"].Value, http),
        _ => Malformed,
    };

    private static ProblemResult Malformed => new(StatusCodes.Status400BadRequest, new(
        ErrorKind.Validation, "malformed_json", "The body must be one JSON object; it is empty or cannot be read."));

    // The serializer has no typed answer: the texts are its own (System.Text.Json, Strings.resx), and tests hold every one of them.
    private static Error OfField(JsonException json)
    {
        var path = (json.Path ?? "$").TrimStart('$').TrimStart('.');
        if (Missing().Match(json.Message) is { Success: true } missing)
            return Fields(Name().Matches(missing.Groups["names"].Value).Select(m => Join(path, m.Groups["name"].Value)), "is required.");
        if (Unmapped().Match(json.Message) is { Success: true } unmapped)
            return Fields([Join(path, unmapped.Groups["name"].Value)], "is not a known field.");
        if (Duplicate().Match(json.Message) is { Success: true } duplicate)
            return Fields([Join(path, duplicate.Groups["name"].Value)], "is given more than once.");
        return Fields([path.Length == 0 ? "body" : path], "has a value of the wrong type.");
    }

    // An id in the path that is no id names nothing; anything else is the caller's mistake in a query or header.
    private static ProblemResult OfParameter(string name, HttpContext http)
    {
        var failed = http.Features.Get<IExceptionHandlerFeature>();
        var wireName = WireName(name, failed?.Endpoint);
        return failed?.RouteValues?.ContainsKey(wireName) == true
            ? StatusProblems.Of(StatusCodes.Status404NotFound)
            : new(Fields([wireName], "is missing or not an allowed value."));
    }

    private static string WireName(string name, Endpoint? endpoint)
    {
        var parameter = endpoint?.Metadata.OfType<IParameterBindingMetadata>().FirstOrDefault(p => p.ParameterInfo.Name == name)?.ParameterInfo;
        return parameter?.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name
            ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }

    private static Error Fields(IEnumerable<string> names, string message) =>
        new(ErrorKind.Validation, "validation_failed", "The request has invalid fields; see errors for each.")
        {
            Fields = names.Distinct(StringComparer.Ordinal).ToDictionary(n => n, n => new[] { $"'{n}' {message}" }, StringComparer.Ordinal),
        };

    // The path of an unknown or doubled member ends with the member in some cases and with its parent in others.
    private static string Join(string path, string name) =>
        path.Length == 0 || path == name ? name : path.EndsWith($".{name}", StringComparison.Ordinal) ? path : $"{path}.{name}";

    [GeneratedRegex("missing required properties including: (?<names>.*)\\.", RegexOptions.None, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped", RegexOptions.None, 1000)]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '(?<name>.*)' encountered", RegexOptions.None, 1000)]
    private static partial Regex Duplicate();

    [GeneratedRegex("parameter \"\\S+ (?<name>\\w+)\" (?:from|was not provided)", RegexOptions.None, 1000)]
    private static partial Regex BindingFailure();
}
