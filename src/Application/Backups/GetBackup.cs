using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>A backup, also one that is deleted.</summary>
public sealed record GetBackup(BackupId Id) : IQuery<BackupDto>;

internal sealed class GetBackupHandler(IAppDb db, ICaller caller) : IRequestHandler<GetBackup, Result<BackupDto>>
{
    public async Task<Result<BackupDto>> Handle(GetBackup query, CancellationToken cancellationToken) =>
        await db.BackupsOf(caller).Where(b => b.Id == query.Id).Select(BackupDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } backup
            ? backup
            : BackupErrors.NotFound;
}
