using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>The list of complete templates. One whose database or volume is gone is struck off and gets built again.</summary>
internal sealed class TemplateStore(
    IServiceScopeFactory scopes, ServerConnections connections, IContainerRuntime runtime, TimeProvider time)
{
    public async Task<OdooTemplateRow?> FindAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var templates = scope.ServiceProvider.GetRequiredService<AppDb>().Set<OdooTemplateRow>();
        var names = TemplateNames.Of(server.Id, spec);
        var row = await templates.AsNoTracking()
            .SingleOrDefaultAsync(t => t.ServerId == server.Id && t.SpecHash == names.SpecHash, cancellationToken);
        if (row is null || await IsIntactAsync(server, row, cancellationToken))
            return row;

        await templates.Where(t => t.Id == row.Id).ExecuteDeleteAsync(cancellationToken);
        return null;
    }

    public async Task<OdooTemplateRow> AddAsync(
        DatabaseServer server, TemplateSpec spec, ModuleCatalogue catalogue, CancellationToken cancellationToken)
    {
        var names = TemplateNames.Of(server.Id, spec);
        var row = new OdooTemplateRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            ServerId = server.Id,
            SpecHash = names.SpecHash,
            OdooVersion = spec.OdooVersion,
            Image = spec.Image,
            ImageId = spec.ImageId,
            DemoData = spec.DemoData,
            Database = names.Database,
            Owner = names.Owner,
            Volume = names.Volume,
            Modules = new(catalogue.Modules, StringComparer.Ordinal),
            BuiltAt = time.GetUtcNow(),
        };

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return row;
    }

    private async Task<bool> IsIntactAsync(DatabaseServer server, OdooTemplateRow row, CancellationToken cancellationToken)
    {
        var database = await connections.OnServerAsync(
            server, c => c.FindDatabaseAsync(row.Database, cancellationToken), cancellationToken);
        return database is { IsTemplate: true }
            && (await runtime.ListVolumesAsync(cancellationToken)).Any(v => v.Name == row.Volume);
    }
}
