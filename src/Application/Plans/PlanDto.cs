using AutoMapper;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>A plan on offer.</summary>
/// <param name="Version">A subscription keeps the version it bought.</param>
/// <param name="CpuLimit">The most processors one instance may have; likewise memory and storage.</param>
/// <param name="TrialDays">0 when there is no trial.</param>
public sealed record PlanDto(
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
    IReadOnlyList<PlanPriceDto> Prices)
{
    private sealed class Mapping : Profile
    {
        public Mapping()
        {
            CreateProjection<PlanPrice, PlanPriceDto>()
                .ForCtorParam(nameof(PlanPriceDto.BillingPeriod), p => p.MapFrom(x => x.Period))
                .ForCtorParam(nameof(PlanPriceDto.Currency), p => p.MapFrom(x => x.Currency.Code));
            CreateProjection<Plan, PlanDto>()
                .ForCtorParam(nameof(Version), p => p.MapFrom(x => x.Revision))
                .ForCtorParam(nameof(CpuLimit), p => p.MapFrom(x => x.MaxCpu))
                .ForCtorParam(nameof(MemoryLimit), p => p.MapFrom(x => ByteSize.Show(x.MaxMemoryBytes)))
                .ForCtorParam(nameof(StorageLimit), p => p.MapFrom(x => ByteSize.Show(x.MaxStorageBytes)))
                .ForCtorParam(nameof(Database), p => p.MapFrom(x => x.DatabaseKind))
                .ForCtorParam(nameof(Prices), p => p.MapFrom(x => x.Prices.OrderBy(y => y.Currency).ThenBy(y => y.Amount)));
        }
    }
}

/// <param name="Amount">For one period.</param>
public sealed record PlanPriceDto(BillingPeriod BillingPeriod, string Currency, decimal Amount);
