using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// Long work of a command that needs no lock, such as hashing a password: runs before the transaction begins, so that no connection waits
/// for it. It may read, and must not change anything: the second factor is asked for later. Its handler injects it for what it found,
/// and compares that with what it then locks.
/// </summary>
internal interface IPreparation<in TCommand> where TCommand : ICommandBase
{
    Task PrepareAsync(TCommand command, CancellationToken cancellationToken);
}

internal sealed class PreparationBehavior<TRequest, TResponse>(IEnumerable<IPreparation<TRequest>> preparations)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var preparation in preparations)
            await preparation.PrepareAsync(request, cancellationToken);
        return await next();
    }
}
