using System.Linq.Expressions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Says when an instance is backed up by itself, and how many of those backups are kept.</summary>
/// <param name="IfMatch">412 when the schedule was changed since; null changes it in any case.</param>
public sealed record UpdateBackupSchedule(
    InstanceId Id, Optional<bool?> Enabled, Optional<string> Cron, Optional<int?> KeepDaily, Optional<int?> KeepWeekly,
    Optional<int?> KeepMonthly, IfMatch? IfMatch) : ICommand<BackupScheduleDto>;

internal sealed class UpdateBackupScheduleValidator : AbstractValidator<UpdateBackupSchedule>
{
    public UpdateBackupScheduleValidator(ICronExpressions crons, IOptions<BackupPolicyOptions> options)
    {
        RuleFor(c => c.Cron).Follows(cron => cron.Value is { } text ? crons.Check(text) : Result.Success);
        Keeps(c => c.KeepDaily, "keep_daily", () => options.Value.MaxDaily);
        Keeps(c => c.KeepWeekly, "keep_weekly", () => options.Value.MaxWeekly);
        Keeps(c => c.KeepMonthly, "keep_monthly", () => options.Value.MaxMonthly);
    }

    private void Keeps(Expression<Func<UpdateBackupSchedule, Optional<int?>>> field, string name, Func<int> most) => RuleFor(field)
        .Must(keep => keep.Value is not { } given || (given >= 0 && given <= most())).WithMessage(_ => $"Give 0 to {most()}.").OverridePropertyName(name);
}

internal sealed class UpdateBackupScheduleHandler(IAppDb db, ICaller caller, ICronExpressions crons, TimeProvider clock)
    : IRequestHandler<UpdateBackupSchedule, Result<BackupScheduleDto>>
{
    public async Task<Result<BackupScheduleDto>> Handle(UpdateBackupSchedule command, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(command.Id, cancellationToken);
        var instance = await db.InstancesOf(caller).AsNoTracking().SingleOrDefaultAsync(i => i.Id == command.Id, cancellationToken);
        if (instance is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        var known = await db.BackupSchedules.SingleOrDefaultAsync(s => s.InstanceId == command.Id, cancellationToken);
        var schedule = known ?? db.BackupSchedules.Add(BackupSchedule.Of(instance.Id, instance.TenantId)).Entity;
        if (IfMatch.Check(command.IfMatch, schedule) is { IsFailure: true } outdated)
            return outdated.Error;

        var (daily, weekly, monthly) = RetentionRule.Default;
        var keep = new RetentionRule(
            command.KeepDaily.Or(schedule.KeepDaily, daily), command.KeepWeekly.Or(schedule.KeepWeekly, weekly),
            command.KeepMonthly.Or(schedule.KeepMonthly, monthly));
        var cron = command.Cron.Or(schedule.Cron, BackupSchedule.DefaultCron(instance.Id))!;
        var now = clock.GetUtcNow();
        schedule.Change(command.Enabled.Or(schedule.Enabled, byDefault: false), cron, keep, now);

        var zone = await db.ZoneOfAsync(instance.TenantId, cancellationToken);
        schedule.Plan(instance.Status == InstanceStatus.Terminated ? null : crons.Next(cron, zone, now));
        await db.SaveChangesAsync(cancellationToken);
        return BackupScheduleDto.From(schedule, zone);
    }
}
