using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Finds templates, and has what is missing built once however many ask.</summary>
internal sealed class OdooTemplates(TemplateStore store, TemplateBuilder builder, NpgsqlDataSource platform, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Null when it has to be built.</summary>
    public async Task<OdooTemplate?> FindAsync(DatabaseServer server, TemplateSpec asked, CancellationToken cancellationToken)
    {
        var spec = asked.Canonical();
        if (await store.FindAsync(server, spec, cancellationToken) is { } exact)
            return exact.ToTemplate();

        var basis = spec.IsBase() ? null : await store.FindAsync(server, spec.Base(), cancellationToken);
        return basis?.Catalogue.Satisfies(spec) == true ? basis.ToTemplate() : null;
    }

    public async Task<OdooTemplate> EnsureAsync(
        DatabaseServer server, TemplateSpec asked, TimeSpan patience, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var spec = asked.Canonical();
        if (spec.IsBase())
            return (await EnsureAsync(server, spec, from: null, patience, progress, cancellationToken)).ToTemplate();
        if (await store.FindAsync(server, spec, cancellationToken) is { } found)
            return found.ToTemplate();

        var basis = await EnsureAsync(server, spec.Base(), from: null, patience, progress, cancellationToken);
        if (basis.Catalogue.Satisfies(spec))
            return basis.ToTemplate();

        var from = new BaseTemplate(basis.ToTemplate(), ModulePlan.For(spec, basis.Catalogue));
        return (await EnsureAsync(server, spec, from, patience, progress, cancellationToken)).ToTemplate();
    }

    private async Task<OdooTemplateRow> EnsureAsync(
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
            if (await store.FindAsync(server, spec, cancellationToken) is { } found)
                return found;

            await using (var held = await HeldLock.TryAcquireAsync(platform, name, cancellationToken))
            {
                // It may have been finished between looking and locking.
                if (held is not null)
                {
                    return await store.FindAsync(server, spec, cancellationToken)
                        ?? await builder.BuildAsync(server, spec, from, held, progress, cancellationToken);
                }
            }

            const string waiting = "Waiting for the template, which is being built for another instance";
            if (time.GetElapsedTime(began) >= patience)
                throw new WaitingException(waiting);

            progress.Report(waiting);
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
