using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Infrastructure.Mail;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Forgets old mails.</summary>
internal sealed class MailCleanup(IServiceScopeFactory scopes, AdvisoryLock locks, IOptions<MailOptions> options) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("mail cleanup", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MailPurge>().PurgeAsync(options.Value.KeepFor, cancellationToken);
    }
}
