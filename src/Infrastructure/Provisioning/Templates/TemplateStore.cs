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
    private static readonly TimeSpan FirstGuess = TimeSpan.FromSeconds(30);

    // Nobody writes each time it is used; those that may be evicted have not been for much longer.
    private static readonly TimeSpan UseGranularity = TimeSpan.FromMinutes(10);

    /// <summary>As it is listed, whether its database is still there or not: enough to know its modules.</summary>
    public async Task<OdooTemplateRow?> ReadAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var names = TemplateNames.Of(server.Id, spec);
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Set<OdooTemplateRow>().AsNoTracking()
            .SingleOrDefaultAsync(t => t.ServerId == server.Id && t.SpecHash == names.SpecHash, cancellationToken);
    }

    /// <summary>What the last build of this kind took; a guess before the first.</summary>
    public async Task<TimeSpan> ExpectedBuildTimeAsync(TemplateSpec spec, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (demo, modules) = (spec.DemoData, !spec.IsBase());
        var last = await scope.ServiceProvider.GetRequiredService<AppDb>().Set<OdooTemplateRow>()
            .Where(t => t.OdooVersion == spec.OdooVersion && t.DemoData == demo && t.WithModules == modules)
            .OrderByDescending(t => t.BuiltAt)
            .Select(t => (TimeSpan?)t.BuildTime)
            .FirstOrDefaultAsync(cancellationToken);
        return last is { } measured && measured > TimeSpan.Zero ? measured : FirstGuess * (modules ? 2 : 1) * (demo ? 2 : 1);
    }

    public async Task<OdooTemplateRow?> FindAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var templates = scope.ServiceProvider.GetRequiredService<AppDb>().Set<OdooTemplateRow>();
        var names = TemplateNames.Of(server.Id, spec);
        var row = await templates.AsNoTracking()
            .SingleOrDefaultAsync(t => t.ServerId == server.Id && t.SpecHash == names.SpecHash, cancellationToken);
        if (row is null)
            return row;
        if (await IsIntactAsync(server, row, cancellationToken))
        {
            var (now, before) = (time.GetUtcNow(), time.GetUtcNow() - UseGranularity);
            // Gone means evicted since: then it is built anew.
            return row.LastUsedAt >= before || await templates.Where(t => t.Id == row.Id)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancellationToken) == 1 ? row : null;
        }

        await templates.Where(t => t.Id == row.Id).ExecuteDeleteAsync(cancellationToken);
        return null;
    }

    public async Task<OdooTemplateRow> AddAsync(
        DatabaseServer server, TemplateSpec spec, ModuleCatalogue catalogue, TimeSpan buildTime, CancellationToken cancellationToken)
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
            WithModules = !spec.IsBase(),
            BuiltAt = time.GetUtcNow(),
            BuildTime = buildTime,
            LastUsedAt = time.GetUtcNow(),
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
            && await runtime.VolumeExistsAsync(row.Volume, cancellationToken);
    }
}
