using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

public static class ExchangeRateErrors
{
    public static readonly Error Exists = Error.Conflict(
        "exchange_rate.exists", "Another rate of this currency is valid from the same second. Rates are not changed; add one for later.");
}
