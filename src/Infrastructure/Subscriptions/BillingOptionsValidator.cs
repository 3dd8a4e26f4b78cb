using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Subscriptions;

namespace SaaSOdoo.Infrastructure.Subscriptions;

/// <summary>A platform whose days of billing contradict each other does not start.</summary>
internal sealed class BillingOptionsValidator : IValidateOptions<BillingOptions>
{
    public ValidateOptionsResult Validate(string? name, BillingOptions options) =>
        options.Failures().ToList() is { Count: > 0 } failures ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
}
