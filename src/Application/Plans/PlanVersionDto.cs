using AutoMapper;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>A version of a plan as operators see it.</summary>
/// <param name="WithdrawnAt">Null while it is on offer. Subscriptions that have it keep it.</param>
public sealed record PlanVersionDto(
    PlanId Id,
    string Code,
    int Version,
    string Name,
    int MaxInstances,
    int MaxUsers,
    decimal CpuLimit,
    string MemoryLimit,
    string StorageLimit,
    DatabaseKind Database,
    int TrialDays,
    IReadOnlyList<PlanPriceDto> Prices,
    DateTimeOffset OfferedFrom,
    DateTimeOffset? WithdrawnAt)
{
    private sealed class Mapping : Profile
    {
        public Mapping() => CreateProjection<Plan, PlanVersionDto>()
            .ForCtorParam(nameof(Version), p => p.MapFrom(x => x.Revision))
            .ForCtorParam(nameof(CpuLimit), p => p.MapFrom(x => x.MaxCpu))
            .ForCtorParam(nameof(MemoryLimit), p => p.MapFrom(x => ByteSize.Show(x.MaxMemoryBytes)))
            .ForCtorParam(nameof(StorageLimit), p => p.MapFrom(x => ByteSize.Show(x.MaxStorageBytes)))
            .ForCtorParam(nameof(Database), p => p.MapFrom(x => x.DatabaseKind))
            .ForCtorParam(nameof(Prices), p => p.MapFrom(x => x.Prices.OrderBy(y => y.Currency).ThenBy(y => y.Amount)));
    }
}
