using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>
/// Removes templates that nobody has asked for in a long time, and of too many those that were asked for longest ago. Instances do not need the
/// template they were cloned from; whoever asks for one that is gone has it built again.
/// </summary>
internal sealed partial class TemplateEviction(
    IServiceScopeFactory scopes,
    TemplateWorkspaces workspaces,
    NpgsqlDataSource platform,
    IOptions<OdooOptions> options,
    TimeProvider time,
    ILogger<TemplateEviction> logger)
{
    /// <summary>One asked for since may be being cloned right now.</summary>
    public static readonly TimeSpan InUse = TimeSpan.FromHours(2);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var candidate in await CandidatesAsync(cancellationToken))
        {
            try
            {
                await EvictAsync(candidate, cancellationToken);
            }
            catch (DependencyUnavailableException e)
            {
                Postponed(candidate.Database, e.Message);
            }
            catch (Exception e) when (e is PostgresException or RefusedException)
            {
                // What is left half way is nobody's template, and its next builder removes it.
                Postponed(candidate.Database, e.GetType().Name);
            }
        }
    }

    private async Task<List<OdooTemplateRow>> CandidatesAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var templates = scope.ServiceProvider.GetRequiredService<AppDb>().Set<OdooTemplateRow>().AsNoTracking();
        var (now, most) = (time.GetUtcNow(), options.Value.TemplatesAtMost);
        var (old, idle) = (now - options.Value.TemplateUnusedFor, now - InUse);
        return await templates
            .Where(t => t.LastUsedAt < idle)
            .Where(t => t.LastUsedAt < old || templates.Count(o => o.ServerId == t.ServerId && o.LastUsedAt > t.LastUsedAt) >= most)
            .OrderBy(t => t.LastUsedAt)
            .Take(options.Value.TemplatesAtMost)
            .ToListAsync(cancellationToken);
    }

    // Under the lock of its builder; struck off first, so that what is left half way is nobody's template and the next builder removes it.
    private async Task EvictAsync(OdooTemplateRow candidate, CancellationToken cancellationToken)
    {
        var names = new TemplateNames(candidate.SpecHash);
        await using var held = await HeldLock.TryAcquireAsync(platform, names.Lock, cancellationToken);
        if (held is null)
            return;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var server = await db.Set<DatabaseServer>().AsNoTracking().SingleAsync(s => s.Id == candidate.ServerId, cancellationToken);
        var struckOff = await db.Set<OdooTemplateRow>()
            .Where(t => t.Id == candidate.Id && t.LastUsedAt == candidate.LastUsedAt).ExecuteDeleteAsync(cancellationToken);
        if (struckOff == 0)
            return;

        await held.RunAsync(token => workspaces.ClearAsync(new(server, names, ""), token), cancellationToken);
        Evicted(candidate.Database, candidate.LastUsedAt);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed the template {Template}, last used {LastUsedAt}")]
    private partial void Evicted(string template, DateTimeOffset lastUsedAt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The template {Template} is not removed yet: {Reason}")]
    private partial void Postponed(string template, string reason);
}
