using SaaSOdoo.Application.Common;
using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Infrastructure;

namespace SaaSOdoo.Architecture.Tests;

public sealed class MappingTests
{
    [Fact]
    public void No_dto_has_two_mappings() => MappingRules.OneForEachDto(
        [.. Code.TypesOf(typeof(IAppDb).Assembly), .. Code.TypesOf(typeof(InfrastructureRegistration).Assembly)]).ShouldHold();

    [Fact]
    public void A_second_mapping_is_found_wherever_it_is_written() =>
        MappingRules.OneForEachDto(Code.Planted("Mappings")).ShouldReportOnly("MappedTwiceDto", "ProjectedTwiceDto", "ScatteredDto");
}
