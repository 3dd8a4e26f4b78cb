using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Runs each command in its <see cref="UnitOfWork"/>. A refusal is committed as well: the audit tells of it.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(UnitOfWork unit) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        unit.RunAsync(() => next(), cancellationToken);
}
