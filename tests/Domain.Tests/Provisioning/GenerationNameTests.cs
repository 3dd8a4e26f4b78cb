using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

/// <summary>What a name says of the generation of the data that bear it.</summary>
public sealed class GenerationNameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    public void Names_of_volumes_and_databases_tell_their_generation(int generation)
    {
        for (var n = 0; n < 200; n++)
        {
            var id = NewId.Of<InstanceId>(DateTimeOffset.UnixEpoch);
            InstanceAllocation.GenerationOf(InstanceAllocation.VolumeOf(id, generation)).ShouldBe(generation);
            InstanceAllocation.GenerationOf(InstanceAllocation.DatabaseOf(id, generation)).ShouldBe(generation);
        }
    }

    [Theory]
    [InlineData("saasodoo-0123456789ab-gx")]
    [InlineData("odoo_0123456789ab")]
    [InlineData("g")]
    [InlineData("")]
    [InlineData("odoo_g99999999999_0123456789ab")]
    public void Names_that_tell_none_are_of_the_first(string name) => InstanceAllocation.GenerationOf(name).ShouldBe(0);
}
