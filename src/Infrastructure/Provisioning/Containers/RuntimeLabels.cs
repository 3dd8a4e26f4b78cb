namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>The labels of every resource the platform makes: how it knows its own again.</summary>
internal sealed class RuntimeLabels(IPlatformIdentity platform)
{
    public const string Managed = "com.saasodoo.managed";
    public const string Platform = "com.saasodoo.platform";

    /// <summary>Fingerprint of the spec a container was made of.</summary>
    public const string Spec = "com.saasodoo.spec";

    /// <summary>For people: the name of the image, which the container itself knows by content id only.</summary>
    public const string Image = "com.saasodoo.image";

    /// <summary>Marks containers that only carry a mount while a volume is read or filled; they are in no list.</summary>
    public const string Helper = "com.saasodoo.helper";

    /// <summary>The caller's labels with ours, which win.</summary>
    public Dictionary<string, string> On(IReadOnlyDictionary<string, string>? labels = null, params (string Name, string Value)[] more)
    {
        var all = new Dictionary<string, string>(labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in more)
            all[name] = value;
        all[Managed] = "true";
        all[Platform] = platform.Id;
        return all;
    }

    public bool IsOurs(IDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(Platform, out var id) && string.Equals(id, platform.Id, StringComparison.Ordinal);

    public EngineFilters Ours() => new EngineFilters().With("label", $"{Platform}={platform.Id}");
}
