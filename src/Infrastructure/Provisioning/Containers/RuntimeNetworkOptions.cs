using System.Net;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Section <c>Provisioning:Network</c>: the one bridge of all instances. Platforms that share an engine need different ones.</summary>
public sealed class RuntimeNetworkOptions
{
    public const string Section = "Provisioning:Network";

    public string Name { get; set; } = "saasodoo";

    /// <summary>4094 containers.</summary>
    public string Subnet { get; set; } = "10.213.0.0/20";

    /// <summary>The host as the instances see it: PostgreSQL for Odoo listens here.</summary>
    public string Gateway { get; set; } = "10.213.0.1";

    internal bool IsValid() =>
        Name.Length > 0
        && IPNetwork.TryParse(Subnet, out var subnet)
        && IPAddress.TryParse(Gateway, out var gateway)
        && subnet.Contains(gateway)
        && !subnet.BaseAddress.Equals(gateway);
}
