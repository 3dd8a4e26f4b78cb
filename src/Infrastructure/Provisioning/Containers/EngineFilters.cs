namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Filters of a list or of events, as the library wants them: any of the values of each name.</summary>
internal sealed class EngineFilters : Dictionary<string, IDictionary<string, bool>>
{
    public EngineFilters With(string name, params IEnumerable<string> values)
    {
        this[name] = values.ToDictionary(v => v, _ => true, StringComparer.Ordinal);
        return this;
    }
}
