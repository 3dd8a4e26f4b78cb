using System.Linq.Expressions;
using AutoMapper;

namespace SaaSOdoo.Architecture.Tests.Planted.Mappings;

internal sealed record Thing(int Number);

internal sealed record OnceDto(int Number)
{
    public static Expression<Func<Thing, OnceDto>> Projection { get; } = t => new OnceDto(t.Number);

    private static readonly Func<Thing, OnceDto> InMemory = Projection.Compile();

    public static OnceDto Next(Thing thing) => InMemory(thing) with { Number = thing.Number + 1 };
}

internal sealed record BranchingDto(int Number)
{
    public static async Task<BranchingDto> Of(Thing thing)
    {
        await Task.Yield();
        return thing.Number > 0 ? new BranchingDto(1) : new BranchingDto(2);
    }
}

internal sealed record MappedTwiceDto(int Number)
{
    public static MappedTwiceDto From(Thing thing) => new(thing.Number);

    private sealed class Map : Profile
    {
        public Map() => CreateProjection<Thing, MappedTwiceDto>();
    }
}

internal sealed record ProjectedTwiceDto(int Number)
{
    public static Expression<Func<Thing, ProjectedTwiceDto>> Short { get; } = t => new ProjectedTwiceDto(t.Number);

    public static Expression<Func<Thing, ProjectedTwiceDto>> Long { get; } = t => new ProjectedTwiceDto(t.Number + 1);
}

internal sealed record ScatteredDto(int Number);

internal static class OneQuery
{
    public static IQueryable<ScatteredDto> Of(IQueryable<Thing> things) => things.Select(t => new ScatteredDto(t.Number));
}

internal static class AnotherQuery
{
    public static Func<Thing, ScatteredDto> Map() => t => new ScatteredDto(t.Number);
}

internal sealed class TakesAMapper(IMapper mapper)
{
    public async Task<OnceDto> Of(Thing thing)
    {
        await Task.Yield();
        return mapper.Map<OnceDto>(thing);
    }
}

internal static class MakesAMapper
{
    public static Func<Thing, OnceDto> Of(IConfigurationProvider maps) => thing => maps.CreateMapper().Map<OnceDto>(thing);
}

internal sealed class MapsBothWays : Profile
{
    public MapsBothWays() => CreateMap<Thing, Thing>();
}
