using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>
/// Finds templates, and has what is missing built once however many ask. What a template is called by is what is really in it: modules that
/// come by themselves or do not exist make no other.
/// </summary>
internal sealed class OdooTemplates(
    TemplateStore store, TemplateBuilder builder, BuildProgress builds, NpgsqlDataSource platform, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Null when it has to be built.</summary>
    public async Task<OdooTemplate?> FindAsync(DatabaseServer server, TemplateSpec asked, CancellationToken cancellationToken)
    {
        var spec = asked.Canonical();
        if (await store.ReadAsync(server, spec.Base(), cancellationToken) is not { } basis)
            return null;

        var wanted = spec.Installing(basis.Catalogue);
        if (await store.FindAsync(server, wanted, cancellationToken) is not { } found)
            return null;

        var surplus = spec.Surplus(found.Catalogue);
        return surplus.Count == 0
            ? found.ToTemplate()
            : (await store.FindAsync(server, wanted with { DisabledModules = surplus }, cancellationToken))?.ToTemplate();
    }

    public async Task<OdooTemplate> EnsureAsync(
        DatabaseServer server, TemplateSpec asked, TimeSpan patience, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var spec = asked.Canonical();
        var known = await store.ReadAsync(server, spec.Base(), cancellationToken) ?? await BaseAsync();
        var plan = ModulePlan.For(spec, known.Catalogue);

        var wanted = spec.Installing(known.Catalogue);
        var installed = wanted.IsBase() ? await BaseAsync() : await InstalledAsync();
        var surplus = spec.Surplus(installed.Catalogue);
        if (surplus.Count == 0)
            return installed.ToTemplate();

        return (await EnsureAsync(
            server, wanted with { DisabledModules = surplus }, async () => new((await InstalledAsync()).ToTemplate(), new([], surplus)), patience,
            progress, cancellationToken)).ToTemplate();

        Task<OdooTemplateRow> BaseAsync() => EnsureAsync(server, spec.Base(), from: null, patience, progress, cancellationToken);

        Task<OdooTemplateRow> InstalledAsync() => wanted.IsBase() ? BaseAsync() : EnsureAsync(
            server, wanted, async () => new((await BaseAsync()).ToTemplate(), plan with { Disabled = [] }), patience, progress,
            cancellationToken);
    }

    private async Task<OdooTemplateRow> EnsureAsync(
        DatabaseServer server,
        TemplateSpec spec,
        Func<Task<BaseTemplate>>? from,
        TimeSpan patience,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        if (await store.FindAsync(server, spec, cancellationToken) is { } found)
            return found;

        var basis = from is null ? null : await from();
        return await BuildOnceAsync(server, spec, basis, patience, progress, cancellationToken);
    }

    private async Task<OdooTemplateRow> BuildOnceAsync(
        DatabaseServer server,
        TemplateSpec spec,
        BaseTemplate? from,
        TimeSpan patience,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        var (name, began) = (TemplateNames.Of(server.Id, spec).Lock, time.GetTimestamp());
        while (true)
        {
            await using (var held = await HeldLock.TryAcquireAsync(platform, name, cancellationToken))
            {
                // It may have been finished between looking and locking.
                if (held is not null)
                {
                    if (await store.FindAsync(server, spec, cancellationToken) is { } finished)
                        return finished;

                    var expected = await store.ExpectedBuildTimeAsync(spec, cancellationToken);
                    return await builds.FollowAsync(builder.BuildAsync(server, spec, from, held, progress, cancellationToken), expected, progress);
                }
            }

            const string waiting = "Waiting for the template, which is being built for another instance";
            if (time.GetElapsedTime(began) >= patience)
                throw new WaitingException(waiting);

            progress.Report(waiting);
            await Task.Delay(PollInterval, time, cancellationToken);
            if (await store.FindAsync(server, spec, cancellationToken) is { } found)
                return found;
        }
    }
}
