using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Plans;

/// <summary>What a version of a plan gives, as its customers will read it. Checked whole, so that an operator sees all mistakes at once.</summary>
public sealed record PlanTerms
{
    public const int MaxInstancesLimit = 10_000;
    public const int MaxUsersLimit = 100_000;
    public const decimal MinCpus = 0.1m;
    public const decimal MaxCpus = 64m;
    public const int MaxTrialDays = 365;

    private PlanTerms()
    {
    }

    public string Name { get; private init; } = "";
    public int MaxInstances { get; private init; }
    public int MaxUsers { get; private init; }

    /// <summary>The most one instance may have: processors, memory, storage.</summary>
    public decimal Cpus { get; private init; }
    public ByteSize Memory { get; private init; } = null!;
    public ByteSize Storage { get; private init; } = null!;
    public DatabaseKind Database { get; private init; }
    public int TrialDays { get; private init; }
    public IReadOnlyList<PlanPriceTerms> Prices { get; private init; } = [];

    public static Result<PlanTerms> Create(
        string? name, int maxInstances, int maxUsers, decimal cpus, string? memory, string? storage, DatabaseKind database, int trialDays,
        IReadOnlyCollection<PlanPriceTerms> prices)
    {
        var errors = new Errors();
        var terms = new PlanTerms
        {
            Name = errors.Take(PlainName.Create("name", name, Plan.NameMaxLength)) ?? "",
            MaxInstances = maxInstances,
            MaxUsers = maxUsers,
            Cpus = cpus,
            Memory = errors.Take(ByteSize.Create("memory_limit", memory))!,
            Storage = errors.Take(ByteSize.Create("storage_limit", storage))!,
            Database = database,
            TrialDays = trialDays,
            Prices = [.. prices],
        };
        errors.Take(Between("max_instances", maxInstances, 1, MaxInstancesLimit));
        errors.Take(Between("max_users", maxUsers, 1, MaxUsersLimit));
        errors.Take(Between("trial_days", trialDays, 0, MaxTrialDays));
        if (cpus is < MinCpus or > MaxCpus || decimal.Round(cpus, 1) != cpus)
            errors.Take(Result.Failure(Error.Invalid("cpu_limit", "plan.cpu_limit_invalid", $"Give {MinCpus} to {MaxCpus} processors, at most one decimal.")));
        if (terms.Memory?.Bytes < ResourceLimits.MinMemory)
            errors.Take(Result.Failure(Error.Invalid("memory_limit", "size.too_small", $"Give at least {ByteSize.Show(ResourceLimits.MinMemory)}.")));
        if (terms.Storage?.Bytes < ResourceLimits.MinStorage)
            errors.Take(Result.Failure(Error.Invalid("storage_limit", "size.too_small", $"Give at least {ByteSize.Show(ResourceLimits.MinStorage)}.")));
        if (prices.Count == 0)
            errors.Take(Result.Failure(PlanErrors.PricesInvalid("Give at least one price.")));
        if (prices.Select(p => (p.Period, p.Currency)).Distinct().Count() < prices.Count)
            errors.Take(Result.Failure(PlanErrors.PricesInvalid("Give one price for each billing_period and currency.")));
        return errors.Any ? errors.ToError() : terms;
    }

    private static Result Between(string field, int value, int least, int most) =>
        value < least || value > most ? Error.Invalid(field, "number.out_of_range", $"Give a whole number from {least} to {most}.") : Result.Success;
}

/// <summary>The price of one period in one currency.</summary>
public sealed record PlanPriceTerms
{
    /// <summary>What a rate can still turn into an amount that can be stored.</summary>
    public const decimal MaxAmount = 999_999_999.99m;

    private PlanPriceTerms()
    {
    }

    public BillingPeriod Period { get; private init; }
    public Currency Currency { get; private init; } = Currency.Usd;
    public decimal Amount { get; private init; }

    public static Result<PlanPriceTerms> Create(BillingPeriod period, string? currency, decimal amount)
    {
        var known = Currency.Create("prices", currency);
        if (known.IsFailure)
            return known.Error;

        return amount is <= 0 or > MaxAmount || decimal.Round(amount, Money.Scale) != amount
            ? PlanErrors.PricesInvalid("Give a positive amount with at most two decimals.")
            : new PlanPriceTerms { Period = period, Currency = known.Value, Amount = decimal.Round(amount, Money.Scale) };
    }
}
