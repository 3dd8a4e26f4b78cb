using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Api.Backups;

/// <summary>For operators: how well it is known that backups can be restored.</summary>
internal static class BackupProofEndpoints
{
    public static void MapBackupProofs(this RouteGroupBuilder api) =>
        api.MapGet("/admin/backup-proofs", GetFigures).WithTags("Backups").AdminOnly().WithName("get_backup_proof_figures")
            .WithSummary("Since when backups are proven, by plan").Answers(StatusCodes.Status200OK, BackupExamples.Proofs);

    private static async Task<IResult> GetFigures(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetProofFigures(), cancellationToken)).ToOk();
}
