using Npgsql;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Every module a database knows, by name; kept with its template, which nobody can connect to.</summary>
internal sealed record ModuleCatalogue(IReadOnlyDictionary<string, OdooModule> Modules)
{
    public static async Task<ModuleCatalogue> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var modules = await connection.QueryAsync(
            """
            SELECT m.name, m.state, coalesce(array_agg(d.name ORDER BY d.name) FILTER (WHERE d.name IS NOT NULL), '{}')::text[]
            FROM public.ir_module_module m LEFT JOIN public.ir_module_module_dependency d ON d.module_id = m.id
            GROUP BY m.name, m.state
            """,
            r => (Name: r.GetString(0), Module: new OdooModule(r.GetString(1), r.GetFieldValue<string[]>(2))),
            cancellationToken);
        return new(modules.ToDictionary(m => m.Name, m => m.Module, StringComparer.Ordinal));
    }

    public bool CanInstall(string module) => Modules.TryGetValue(module, out var found) && found.State != OdooModule.Uninstallable;

    public bool IsInstalled(string module) => Modules.TryGetValue(module, out var found) && found.State == OdooModule.Installed;

    /// <summary>The module and all it needs, directly or not.</summary>
    public HashSet<string> WithDependencies(string module)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([module]);
        while (open.TryPop(out var next))
        {
            if (found.Add(next) && Modules.TryGetValue(next, out var known))
                Array.ForEach([.. known.DependsOn], open.Push);
        }

        return found;
    }
}

/// <param name="State">Odoo's word: installed, uninstalled, uninstallable, to install …</param>
internal sealed record OdooModule(string State, IReadOnlyList<string> DependsOn)
{
    public const string Installed = "installed";
    public const string Uninstallable = "uninstallable";
}
