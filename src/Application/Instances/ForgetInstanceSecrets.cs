using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>With an instance go its passwords: the role and the database that they were for are gone.</summary>
internal sealed class ForgetInstanceSecrets(IAppDb db) : EventConsumer<InstanceTerminated>
{
    public override string Name => "forget_instance_secrets";

    protected override Task ConsumeAsync(InstanceTerminated domainEvent, CancellationToken cancellationToken) => db.InstanceSecrets
        .Where(s => s.InstanceId == domainEvent.InstanceId
            && db.Instances.Any(i => i.Id == s.InstanceId && i.Status == InstanceStatus.Terminated))
        .ExecuteDeleteAsync(cancellationToken);
}
