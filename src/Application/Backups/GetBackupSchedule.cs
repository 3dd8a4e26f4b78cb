using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Backups;

/// <summary>An instance's schedule; one that nobody has asked for is shown switched off.</summary>
public sealed record GetBackupSchedule(InstanceId Instance) : IQuery<BackupScheduleDto>;

internal sealed class GetBackupScheduleHandler(IAppDb db, ICaller caller) : IRequestHandler<GetBackupSchedule, Result<BackupScheduleDto>>
{
    public async Task<Result<BackupScheduleDto>> Handle(GetBackupSchedule query, CancellationToken cancellationToken)
    {
        var found = await db.InstancesOf(caller).Where(i => i.Id == query.Instance)
            .Select(i => new { i.TenantId, Schedule = db.BackupSchedules.SingleOrDefault(s => s.InstanceId == i.Id) })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? InstanceErrors.NotFound
            : BackupScheduleDto.From(
                found.Schedule ?? BackupSchedule.Of(query.Instance, found.TenantId), await db.ZoneOfAsync(found.TenantId, cancellationToken));
    }
}
