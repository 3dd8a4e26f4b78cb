namespace SaaSOdoo.Application.Provisioning;

/// <summary>Which modules an Odoo has, as far as is known: from the templates built of its image.</summary>
public interface IModuleCatalogues
{
    /// <summary>Those of the modules that this version certainly cannot install; none when its modules are not known yet.</summary>
    Task<IReadOnlyList<string>> UnknownAsync(string odooVersion, IReadOnlyList<string> modules, CancellationToken cancellationToken);
}
