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

    /// <summary>For a field of a change: one that is left out is not looked at.</summary>
    public static void FollowsWhenGiven<T, TField, TValue>(this IRuleBuilder<T, Optional<TField>> rule, Func<TField?, Result<TValue>> check) =>
        rule.Follows(field => field.IsGiven && check(field.Value) is { IsFailure: true } failed ? failed.Error : Result.Success);

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
