using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Plans;

/// <summary>How a plan changes: by a next version. The database refuses any change of a version but its withdrawal.</summary>
public sealed partial class Plan
{
    /// <param name="revision">One more than that of the code's last version; 1 for a new plan.</param>
    public static Result<Plan> Offer(string? code, int revision, PlanTerms terms, DateTimeOffset now)
    {
        var named = CheckCode(code);
        if (named.IsFailure)
            return named.Error;

        var plan = new Plan
        {
            Id = NewId.Of<PlanId>(now),
            Code = named.Value,
            Revision = revision,
            Name = terms.Name,
            MaxInstances = terms.MaxInstances,
            MaxUsers = terms.MaxUsers,
            MaxCpu = terms.Cpus,
            MaxMemoryBytes = terms.Memory.Bytes,
            MaxStorageBytes = terms.Storage.Bytes,
            DatabaseKind = terms.Database,
            TrialDays = terms.TrialDays,
            OfferedFrom = now,
        };
        plan.prices.AddRange(terms.Prices.Select(p => new PlanPrice(plan.Id, p)));
        return plan;
    }

    /// <summary>Small letters, digits and hyphens, beginning with a letter: it stands in addresses.</summary>
    public static Result<string> CheckCode(string? code)
    {
        var fits = code is { Length: > 0 and <= CodeMaxLength } && char.IsAsciiLetterLower(code[0])
            && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        return fits
            ? code!
            : Error.Invalid("code", "plan.code_invalid", $"Give at most {CodeMaxLength} small letters, digits and hyphens, beginning with a letter.");
    }

    /// <summary>Nobody can order it any more; who has it keeps it.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}
