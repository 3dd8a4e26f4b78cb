using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Infrastructure;

namespace SaaSOdoo.Architecture.Tests;

public sealed class MappingTests
{
    [Fact]
    public void Each_dto_has_at_most_one_mapping() => MappingRules.OneForEachDto(
        [.. Code.TypesOf(typeof(IAppDb).Assembly), .. Code.TypesOf(typeof(InfrastructureRegistration).Assembly)]).ShouldHold();

    [Fact]
    public void Automapper_only_projects_queries() => MappingRules.ProjectOnly(
        [.. new[] { typeof(IAppDb), typeof(InfrastructureRegistration), typeof(PlatformHost) }.SelectMany(t => Code.TypesOf(t.Assembly))]).ShouldHold();

    [Fact]
    public void A_mapper_is_found_wherever_it_comes_from() => MappingRules.ProjectOnly(Code.Planted("Mappings"))
        .ShouldReportOnly("TakesAMapper", "MakesAMapper", "MapsBothWays");

    [Fact]
    public void A_second_mapping_is_found_wherever_it_is_written() =>
        MappingRules.OneForEachDto(Code.Planted("Mappings")).ShouldReportOnly("MappedTwiceDto", "ProjectedTwiceDto", "ScatteredDto");
}
