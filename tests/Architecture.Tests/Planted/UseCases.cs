using AutoMapper;
using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Architecture.Tests.Planted.UseCases;

internal sealed record Good(string Name) : ICommand;

internal sealed class GoodValidator : AbstractValidator<Good>
{
    public GoodValidator() => RuleFor(c => c.Name).NotEmpty();
}

internal sealed class GoodHandler(ICaller caller) : IRequestHandler<Good, Result>
{
    public Task<Result> Handle(Good request, CancellationToken cancellationToken) =>
        Task.FromResult(caller.IsAdmin ? Result.Success : Error.NotFound("none", "None."));
}

internal sealed record AnswersANumber : IRequest<int>;

internal sealed class AnswersANumberHandler : IRequestHandler<AnswersANumber, int>
{
    public Task<int> Handle(AnswersANumber request, CancellationToken cancellationToken) => Task.FromResult(1);
}

internal sealed record Unvalidated(int Number) : ICommand;

internal sealed class UnvalidatedHandler(IAppDb db) : IRequestHandler<Unvalidated, Result>
{
    public async Task<Result> Handle(Unvalidated request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        return Result.Success;
    }
}

internal sealed record Committing : ICommand;

internal sealed class CommittingHandler(IAppDb db) : IRequestHandler<Committing, Result>
{
    public Task<Result> Handle(Committing request, CancellationToken cancellationToken) =>
        db.InTransactionAsync(_ => Task.FromResult(Result.Success), cancellationToken);
}

internal sealed class CommittingStep(IAppDb db) : IProvisioningStep
{
    public StepName Name => StepName.AllocateDatabaseServer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

internal sealed class AskingStep(IAppDb db) : IProvisioningStep
{
    public StepName Name => StepName.AllocateDatabaseServer;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) =>
        db.InTransactionAsync(_ => Task.CompletedTask, cancellationToken);
}

internal sealed record Size(long Bytes);

internal sealed record UnvalidatedInside(Size? Size) : ICommand;

internal sealed class UnvalidatedInsideHandler : IRequestHandler<UnvalidatedInside, Result>
{
    public Task<Result> Handle(UnvalidatedInside request, CancellationToken cancellationToken) => Task.FromResult(Result.Success);
}

internal sealed record Excepted(List<Guid> Ids) : ICommand;

internal sealed class ExceptedHandler : IRequestHandler<Excepted, Result>
{
    public Task<Result> Handle(Excepted request, CancellationToken cancellationToken) => Task.FromResult(Result.Success);
}

internal sealed record NothingToCheck(TenantId Id, bool Force, DayOfWeek? Day, IfMatch? IfMatch) : ICommand;

internal sealed class IdleValidator : AbstractValidator<NothingToCheck>;

internal sealed class NothingToCheckHandler : IRequestHandler<NothingToCheck, Result>
{
    public Task<Result> Handle(NothingToCheck request, CancellationToken cancellationToken) => Task.FromResult(Result.Success);
}

internal sealed record PrintsItsPassword(string NewPassword) : IQuery<int>;

internal sealed class PrintsItsPasswordHandler : IRequestHandler<PrintsItsPassword, Result<int>>
{
    public Task<Result<int>> Handle(PrintsItsPassword request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<int>>(request.NewPassword.Length);
}

internal sealed record KeepsItsPassword(string NewPassword) : IQuery<int>
{
    public override string ToString() => nameof(KeepsItsPassword);
}

internal sealed class KeepsItsPasswordHandler : IRequestHandler<KeepsItsPassword, Result<int>>
{
    public Task<Result<int>> Handle(KeepsItsPassword request, CancellationToken cancellationToken) =>
        Task.FromResult<Result<int>>(request.NewPassword.Length);
}

internal sealed record Unhandled : IQuery<int>;

public sealed record Open : IQuery<int>;

public class OpenHandler : IRequestHandler<Open, Result<int>>
{
    public Task<Result<int>> Handle(Open request, CancellationToken cancellationToken) => Task.FromResult<Result<int>>(1);
}

internal sealed record Sending : IQuery<int>;

internal sealed class SendingHandler(IMediator mediator) : IRequestHandler<Sending, Result<int>>
{
    public Task<Result<int>> Handle(Sending request, CancellationToken cancellationToken) => mediator.Send(new Open(), cancellationToken);
}

internal static class Endpoints
{
    public static Task<Result> Post(Good command, IMediator mediator) => mediator.Send(command);

    public static async Task<Result<int>> Get(IMediator mediator) => await mediator.Send(new Open());
}

internal sealed record Source(int Number);

internal sealed class Target
{
    public int Number { get; init; }

    public string Forgotten { get; init; } = "";
}

internal sealed class BrokenMap : Profile
{
    public BrokenMap() => CreateProjection<Source, Target>();
}
