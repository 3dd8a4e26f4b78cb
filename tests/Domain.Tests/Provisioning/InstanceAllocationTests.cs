using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

public sealed class InstanceAllocationTests
{
    private static readonly Uri Address = new("http://localhost:20001");

    [Fact]
    public void Port_that_is_given_back_is_asked_for_again()
    {
        var allocation = InstanceAllocation.Of(new InstanceId(Guid.Empty));
        allocation.Reserve(20001, Address);

        allocation.FreePort();
        (allocation.Port, allocation.LastPort, allocation.Url).ShouldBe((null, 20001, null));
        allocation.FreePort();
        allocation.LastPort.ShouldBe(20001);
    }

    [Fact]
    public void Port_that_a_stranger_has_is_not_asked_for_again()
    {
        var allocation = InstanceAllocation.Of(new InstanceId(Guid.Empty));
        allocation.Reserve(20001, Address);

        allocation.LosePort();

        (allocation.Port, allocation.LastPort).ShouldBe((null, null));
    }
}
