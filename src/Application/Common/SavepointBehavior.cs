using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// Next to the handler: what it changed before it refused is undone. What the second factor counted, and the audit entry, stand outside.
/// </summary>
internal sealed class SavepointBehavior<TRequest, TResponse>(IAppDb db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        request is ICountsFailures ? next() : db.InSavepointAsync(() => next(), cancellationToken);
}
