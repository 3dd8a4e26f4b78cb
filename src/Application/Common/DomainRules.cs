using FluentValidation;
using FluentValidation.Results;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Lets a validator ask the domain, so that a rule is written once and a form is still answered with all its mistakes.</summary>
internal static class DomainRules
{
    /// <summary>The failures keep the fields that the domain names.</summary>
    public static void Follows<T, TProperty, TValue>(this IRuleBuilder<T, TProperty> rule, Func<TProperty, Result<TValue>> check) =>
        rule.Follows(value => check(value) is { IsFailure: true } failed ? failed.Error : Result.Success);

    public static void Follows<T, TProperty>(this IRuleBuilder<T, TProperty> rule, Func<TProperty, Result> check) =>
        rule.Custom((value, context) =>
        {
            var result = check(value);
            if (!result.IsFailure)
                return;

            foreach (var (field, messages) in result.Error.Fields)
            {
                foreach (var message in messages)
                    context.AddFailure(new ValidationFailure(field, message));
            }
        });
}
