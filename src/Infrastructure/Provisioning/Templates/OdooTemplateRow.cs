using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>A template that is complete; one being built has no row.</summary>
internal sealed class OdooTemplateRow
{
    public Guid Id { get; init; }
    public required DatabaseServerId ServerId { get; init; }
    public required string SpecHash { get; init; }
    public required string OdooVersion { get; init; }
    public required string Image { get; init; }
    public required string ImageId { get; init; }
    public required bool DemoData { get; init; }
    /// <summary>More than Odoo's base is in it.</summary>
    public required bool WithModules { get; init; }
    public required string Database { get; init; }
    public required string Owner { get; init; }
    public required string Volume { get; init; }

    /// <summary>All modules with their states, so that module lists can be judged without opening the template.</summary>
    public required Dictionary<string, OdooModule> Modules { get; init; }
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>How long the build took: what the next one of its kind is expected to take.</summary>
    public required TimeSpan BuildTime { get; init; }

    /// <summary>When it was last asked for, to some minutes.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    public ModuleCatalogue Catalogue => new(Modules);

    public OdooTemplate ToTemplate() => new(Database, Owner, Volume);
}
