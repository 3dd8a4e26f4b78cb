using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>
/// Adds a rate. What was issued keeps the rate it was issued at. 409 <c>exchange_rate.exists</c> when another is valid from the same second.
/// </summary>
/// <param name="Rate">Units of the currency for one USD.</param>
/// <param name="ValidFrom">Now or later; null: now.</param>
public sealed record CreateExchangeRate(string Currency, decimal Rate, DateTimeOffset? ValidFrom = null)
    : ICommand<ExchangeRateDto>, IOperatorCommand;

internal sealed class CreateExchangeRateValidator : AbstractValidator<CreateExchangeRate>
{
    // Whether the time is in the past is for the handler to say: it knows what time it is.
    public CreateExchangeRateValidator() =>
        RuleFor(c => c).Follows(c => ExchangeRate.Create(c.Currency, c.Rate, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
}

internal sealed class CreateExchangeRateHandler(IAppDb db, TimeProvider clock) : IRequestHandler<CreateExchangeRate, Result<ExchangeRateDto>>
{
    public async Task<Result<ExchangeRateDto>> Handle(CreateExchangeRate command, CancellationToken cancellationToken)
    {
        var rate = ExchangeRate.Create(command.Currency, command.Rate, command.ValidFrom, clock.GetUtcNow());
        if (rate.IsFailure)
            return rate.Error;

        db.ExchangeRates.Add(rate.Value);
        var saved = await db.SaveUniqueAsync(
            e => e.Constraint == "ux_exchange_rates_currency_valid_from" ? ExchangeRateErrors.Exists : null, cancellationToken);
        return saved.IsFailure ? saved.Error : ExchangeRateDto.From(rate.Value);
    }
}
