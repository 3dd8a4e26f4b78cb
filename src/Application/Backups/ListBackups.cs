using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Backups;

/// <summary>An instance's backups, newest first, also of one that is terminated.</summary>
/// <param name="Status">Null: all but those that are deleted.</param>
public sealed record ListBackups(InstanceId Instance, BackupStatus? Status, Paging Paging) : IQuery<Page<BackupDto>>;

internal sealed class ListBackupsHandler(IAppDb db, ICaller caller) : IRequestHandler<ListBackups, Result<Page<BackupDto>>>
{
    public async Task<Result<Page<BackupDto>>> Handle(ListBackups query, CancellationToken cancellationToken)
    {
        if (!await db.InstancesOf(caller).AnyAsync(i => i.Id == query.Instance, cancellationToken))
            return InstanceErrors.NotFound;

        return await db.Backups
            .Where(b => b.InstanceId == query.Instance && (query.Status == null ? b.Status != BackupStatus.Deleted : b.Status == query.Status))
            .NewestFirst(query.Paging, b => b.Id)
            .Select(BackupDto.Projection)
            .ToPageAsync(query.Paging, b => b.Id.Value, cancellationToken);
    }
}
