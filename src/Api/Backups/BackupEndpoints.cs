using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Api.Operations;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Backups;

internal static class BackupEndpoints
{
    private const string Resuming = """
        Odoo's own zip: `dump.sql`, `filestore/`, `manifest.json`. For managers and owners; who downloads it is recorded. A download that broke
        off goes on with `Range: bytes=N-` and `If-Range` with the `ETag`; the whole has to match `Repr-Digest`, which is also the backup's `sha256`.
        """;

    public static void MapBackups(this RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances/{id}").WithTags("Backups");
        instances.MapPost("/backups", BackUp).Needs(Scopes.BackupsWrite).WithName("create_backup").WithSummary("Back an instance up; a worker does it while it goes on")
            .Takes(BackupExamples.New).Produces<OperationDto>(StatusCodes.Status202Accepted);
        instances.MapGet("/backups", List).Needs(Scopes.BackupsRead).WithName("list_backups").WithSummary("An instance's backups, newest first; deleted ones when asked for")
            .Answers(StatusCodes.Status200OK, new Page<BackupDto>([BackupExamples.Backup], NextCursor: null));
        instances.MapGet("/backup-schedule", GetSchedule).Needs(Scopes.BackupsRead).WithName("get_backup_schedule").WithSummary("When an instance is backed up by itself")
            .Answers(StatusCodes.Status200OK, BackupExamples.Schedule);
        instances.MapPut("/backup-schedule", ChangeSchedule).Needs(Scopes.BackupsWrite).WithName("update_backup_schedule")
            .WithSummary("Say when an instance is backed up by itself, and how many backups are kept").Takes(BackupExamples.Change)
            .Answers(StatusCodes.Status200OK, BackupExamples.Schedule)
            .TakesBack<ScheduleBody, BackupScheduleDto>(c => new GetBackupSchedule(c.GetArgument<InstanceId>(0)), "timezone", "next_run_at");

        var backups = api.MapGroup("/backups/{id}").WithTags("Backups");
        backups.MapGet("/", Get).Needs(Scopes.BackupsRead).WithName("get_backup").WithSummary("A backup, and what its archive holds")
            .Answers(StatusCodes.Status200OK, BackupExamples.Backup);
        backups.MapDelete("/", Delete).Needs(Scopes.BackupsWrite).AsksForSecondFactor().WithName("delete_backup").WithSummary("Delete a backup for good")
            .Answers(StatusCodes.Status204NoContent);
        backups.MapGet("/download", Download).Needs(Scopes.BackupsRead).WithName("download_backup").WithSummary("The archive, whole or a range of it")
            .WithDescription(Resuming).Produces<Stream>(StatusCodes.Status200OK, "application/zip").Produces<Stream>(StatusCodes.Status206PartialContent, "application/zip")
            .Produces(StatusCodes.Status416RangeNotSatisfiable).AlsoRefuses(StatusCodes.Status409Conflict);
        backups.MapPost("/restore", Restore).Needs(Scopes.BackupsWrite).AsksForSecondFactor().WithName("restore_backup")
            .WithSummary("Replace the instance's data by the backup's; what is there is backed up before").Produces<OperationDto>(StatusCodes.Status202Accepted);
        backups.MapPost("/clone", Clone).Needs(Scopes.BackupsWrite).WithName("clone_backup").WithSummary("Make a new instance from a backup, neutralised unless told otherwise")
            .Takes(BackupExamples.Clone).Produces<InstanceDto>(StatusCodes.Status201Created).AlsoRefuses(StatusCodes.Status402PaymentRequired);
    }

    private static async Task<IResult> BackUp(InstanceId id, BackupBody? body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new BackUpInstance(id, body?.Note), cancellationToken)).ToAccepted(OperationEndpoints.Location);

    private static async Task<IResult> List(
        InstanceId id, [AsParameters] PageQuery page, EnumQuery<BackupStatus>? status, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListBackups(id, status?.Value, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> GetSchedule(InstanceId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBackupSchedule(id), cancellationToken)).ToOk();

    private static async Task<IResult> ChangeSchedule(
        InstanceId id, ScheduleBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(body.ToCommand(id, ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> Get(BackupId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBackup(id), cancellationToken)).ToOk();

    private static async Task<IResult> Delete(
        BackupId id, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteBackup(id, ifMatch), cancellationToken)).ToNoContent();

    private static async Task<IResult> Download(BackupId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DownloadBackup(id), cancellationToken)).ToHttp(archive => new ArchiveDownload(archive));

    private static async Task<IResult> Restore(BackupId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RestoreBackup(id), cancellationToken)).ToAccepted(OperationEndpoints.Location);

    private static async Task<IResult> Clone(BackupId id, CloneBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(body.ToCommand(id), cancellationToken)).ToCreated(i => $"/api/v1/instances/{i.Id.Value}");
}
