namespace SaaSOdoo.Domain.Instances;

public sealed partial class Instance
{
    /// <summary>What the subscription of its tenant lets it do. It starts and stops nothing.</summary>
    public void Bill(BillingStatus status, DateTimeOffset now)
    {
        if (BillingStatus == status || Status is InstanceStatus.Terminated)
            return;

        BillingStatus = status;
        Touch(now);
    }
}
