using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.CrashHost;

/// <summary>Where this process kills itself, without any chance to tidy up.</summary>
internal sealed record StepKillSwitch(StepName Step, bool WhenRecorded)
{
    public static StepKillSwitch Of(IConfiguration configuration) => new(
        Enum.Parse<StepName>(configuration["Crash:Step"] ?? throw new InvalidOperationException("Crash:Step is missing.")),
        configuration["Crash:When"] switch
        {
            "ran" => false,
            "recorded" => true,
            var other => throw new InvalidOperationException($"Crash:When is ran or recorded, not {other}."),
        });

    public void Arm(IServiceCollection services)
    {
        if (WhenRecorded)
            services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new OnceRecorded(Step)));
        else
            services.Decorate<IProvisioningStep>(step => step.Name == Step ? new OnceRun(step) : step);
    }

    // SIGKILL. It takes effect before the call is back, but the compiler cannot know.
    internal static async Task CrashAsync()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        await Task.Delay(Timeout.Infinite);
    }

    private sealed class OnceRun(IProvisioningStep step) : IProvisioningStep
    {
        public StepName Name => step.Name;

        public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
        {
            await step.RunAsync(context, cancellationToken);
            await CrashAsync();
        }
    }

    private sealed class OnceRecorded(StepName step) : DbTransactionInterceptor
    {
        public override async Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            var operations = eventData.Context!.ChangeTracker.Entries<Operation>().Select(e => e.Entity);
            if (operations.Any(o => o.Steps.Any(s => s.Name == step && s.Status == StepStatus.Succeeded)))
                await CrashAsync();
        }
    }
}
