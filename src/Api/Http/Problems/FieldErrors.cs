using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>What is wrong with fields or parameters, in words that go on after their names.</summary>
internal static class FieldErrors
{
    // The caller chose it, and gets no more of it back.
    private const int MaxNameLength = 100;

    public static Error Of(IEnumerable<(string Name, string Words)> wrong) =>
        new(ErrorKind.Validation, "validation_failed", "The request has invalid fields; see errors for each.")
        {
            Fields = wrong.Select(w => (Name: Cut(w.Name), w.Words)).DistinctBy(w => w.Name, StringComparer.Ordinal)
                .ToDictionary(w => w.Name, w => new[] { $"'{w.Name}' {w.Words}." }, StringComparer.Ordinal),
        };

    private static string Cut(string name) =>
        name.Length <= MaxNameLength ? name
        : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength), "…");
}
