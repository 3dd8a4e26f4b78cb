using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Mail;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Reminds owners of trials that end soon.</summary>
internal sealed class TrialReminderJob(IServiceScopeFactory scopes, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("trial reminders", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TrialReminders>().RemindAsync(cancellationToken);
    }
}
