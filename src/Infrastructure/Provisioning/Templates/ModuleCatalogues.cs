using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Asks the newest template of the image that the version has now; a new image may have other modules.</summary>
internal sealed class ModuleCatalogues(AppDb db, IContainerRuntime runtime, IOptions<ProvisioningOptions> options) : IModuleCatalogues
{
    // The order's locks are held meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<string>> UnknownAsync(string odooVersion, IReadOnlyList<string> modules, CancellationToken cancellationToken)
    {
        if (modules.Count == 0 || await ImageAsync(odooVersion, cancellationToken) is not { } image)
            return [];

        // The list itself, some hundred kilobytes, stays where it is.
        return await db.Database.SqlQuery<string>(
            $"""
            select asked as "Value"
            from (select modules from odoo_templates where image_id = {image} order by built_at desc limit 1) newest, unnest({modules.ToArray()}) asked
            where coalesce(newest.modules -> asked ->> 'state', {OdooModule.Uninstallable}) = {OdooModule.Uninstallable}
            order by 1
            """).ToListAsync(cancellationToken);
    }

    // An engine that is away is the worker's business, not a reason to refuse an order.
    private async Task<string?> ImageAsync(string odooVersion, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Patience);
        try
        {
            return await runtime.FindImageAsync(options.Value.ImageOf(odooVersion), limited.Token);
        }
        catch (Exception e) when (e is DependencyUnavailableException or RefusedException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
