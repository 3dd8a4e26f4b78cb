using System.Text.Json;
using FluentValidation;
using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Answers a malformed request before its handler sees it.</summary>
internal sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = new List<FluentValidation.Results.ValidationFailure>();
        foreach (var validator in validators)
            failures.AddRange((await validator.ValidateAsync(request, cancellationToken)).Errors);

        return failures.Count == 0 ? await next() : TResponse.Failure(ToError(failures));
    }

    private static Error ToError(List<FluentValidation.Results.ValidationFailure> failures) =>
        new(ErrorKind.Validation, "validation_failed", "The request has invalid fields; see errors for each.")
        {
            Fields = failures
                .GroupBy(f => WireName(f.PropertyName), f => f.ErrorMessage, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal),
        };

    // "CustomAddons[0]" → "custom_addons[0]", "Preferences.Theme" → "preferences.theme".
    private static string WireName(string property) =>
        string.Join('.', property.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}
