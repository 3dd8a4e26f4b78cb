using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Starts Odoo on its address, of which its database is told first: links in mails and reports are made from it.</summary>
internal sealed class StartContainer(IAppDb db, IContainerRuntime runtime, IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.StartContainer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await TellAsync(context, cancellationToken);
        try
        {
            await runtime.StartAsync(context.Allocation.Workload, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Code == "port_taken")
        {
            // Whatever has the port will keep it: the next round reserves another and replaces the container.
            context.Allocation.LosePort();
            await db.SaveChangesAsync(cancellationToken);
            throw;
        }
    }

    private async Task TellAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var allocation = context.Allocation;
        if (allocation.Url is { } url && url != allocation.ToldUrl
            && await databases.ChangeAddressAsync(context.Server, allocation.Database, url, cancellationToken))
            allocation.Told(url);

        // Personalising has told it before, beside another lane, where nothing is saved.
        await db.SaveChangesAsync(cancellationToken);
    }
}
