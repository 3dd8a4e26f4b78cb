namespace SaaSOdoo.Domain.Common;

/// <summary>Gathers the errors of several fields into one, so that a form is answered whole.</summary>
public sealed class Errors
{
    private readonly Dictionary<string, List<string>> fields = new(StringComparer.Ordinal);

    public bool Any => fields.Count > 0;

    public T? Take<T>(Result<T> result)
    {
        if (!result.IsFailure)
            return result.Value;

        Add(result.Error);
        return default;
    }

    public void Take(Result result)
    {
        if (result.IsFailure)
            Add(result.Error);
    }

    public Error ToError() =>
        new(ErrorKind.Validation, "validation_failed", "The request has invalid fields; see errors for each.")
        {
            Fields = fields.ToDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal),
        };

    private void Add(Error error)
    {
        foreach (var (field, messages) in error.Fields)
        {
            if (!fields.TryGetValue(field, out var known))
                fields[field] = known = [];
            known.AddRange(messages);
        }
    }
}
