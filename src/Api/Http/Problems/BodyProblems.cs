using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>What ASP.NET says when it cannot bind a request, as problems that name the field and what it takes, and never quote a type or a value.</summary>
internal static partial class BodyProblems
{
    public static ProblemResult Malformed => new(StatusCodes.Status400BadRequest, new(
        ErrorKind.Validation, "malformed_json", "The body must be one JSON object; it is empty or cannot be read."));

    public static ProblemResult Of(BadHttpRequestException exception, HttpContext http) => exception switch
    {
        { StatusCode: not StatusCodes.Status400BadRequest } => StatusProblems.Of(exception.StatusCode),
        { InnerException: JsonException json } => OfJson(json, http),
        _ when BindingFailure().Match(exception.Message) is { Success: true } failure =>
            failure.Groups["source"].Value == "body" ? Malformed : OfParameter(failure.Groups["name"].Value, failure.Groups["source"].Success, http),
        _ => Malformed,
    };

    private static ProblemResult OfJson(JsonException json, HttpContext http)
    {
        var path = json.Path ?? "$";
        while (json is NestedJsonException nested)
        {
            json = nested.Cause;
            path += json.Path?.TrimStart('$');
        }

        // The reader's own: it is no JSON.
        return json.InnerException is JsonException ? Malformed : new(OfField(json, path.TrimStart('$').TrimStart('.'), http));
    }

    // The serializer has no typed answer: the texts are its own (System.Text.Json, Strings.resx), and tests hold every one of them.
    private static Error OfField(JsonException json, string path, HttpContext http)
    {
        var field = path.Length == 0 ? "body" : path;
        if (json is FieldJsonException refused)
            return FieldErrors.Of([(field, refused.Expected)]);
        if (Missing().Match(json.Message) is { Success: true } missing)
            return FieldErrors.Of(Name().Matches(missing.Groups["names"].Value).Select(m => (Join(path, m.Groups["name"].Value), "is required")));
        if (Unmapped().Match(json.Message) is { Success: true } unmapped)
            return FieldErrors.Of([(Join(path, unmapped.Groups["name"].Value), "is not a known field")]);
        if (Duplicate().Match(json.Message) is { Success: true } duplicate)
            return FieldErrors.Of([(Join(path, duplicate.Groups["name"].Value), "is given more than once")]);

        var body = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return FieldErrors.Of([(field, ExpectedValues.OfMember(body, path, options) ?? "has a value of the wrong type")]);
    }

    // An id in the path that is no id names nothing; anything else is the caller's mistake in a query or header.
    private static ProblemResult OfParameter(string name, bool isMissing, HttpContext http)
    {
        var failed = http.Features.Get<IExceptionHandlerFeature>();
        var (wireName, type) = Parameter(name, failed?.Endpoint);
        if (failed?.RouteValues?.ContainsKey(wireName) == true)
            return StatusProblems.Of(StatusCodes.Status404NotFound);

        var expected = ExpectedValues.Of(type) ?? "is missing or not an allowed value";
        return new(FieldErrors.Of([(wireName, isMissing ? $"is required and {expected}" : expected)]));
    }

    private static (string WireName, Type? Type) Parameter(string name, Endpoint? endpoint)
    {
        var parameter = endpoint?.Metadata.OfType<IParameterBindingMetadata>().FirstOrDefault(p => p.ParameterInfo.Name == name)?.ParameterInfo;
        var stated = parameter?.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name;
        return (stated ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name), parameter?.ParameterType ?? OfRecord(name, endpoint));
    }

    // Parameters of [AsParameters] are properties of their record.
    private static Type? OfRecord(string name, Endpoint? endpoint) =>
        endpoint?.Metadata.OfType<MethodInfo>().SelectMany(m => m.GetParameters()).Where(p => p.IsDefined(typeof(AsParametersAttribute)))
            .Select(p => p.ParameterType.GetProperty(name)?.PropertyType).FirstOrDefault(t => t is not null);

    // The path of an unknown or doubled member ends with the member in some cases and with its parent in others.
    private static string Join(string path, string name) =>
        path.Length == 0 || path == name ? name : path.EndsWith($".{name}", StringComparison.Ordinal) ? path : $"{path}.{name}";

    [GeneratedRegex("missing required properties including: (?<names>.*)\\.", RegexOptions.None, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped", RegexOptions.Singleline, 1000)]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '(?<name>.*)' encountered", RegexOptions.Singleline, 1000)]
    private static partial Regex Duplicate();

    [GeneratedRegex("parameter \"\\S+ (?<name>\\w+)\" (?:from|was not provided from (?<source>\\w+))", RegexOptions.None, 1000)]
    private static partial Regex BindingFailure();
}
