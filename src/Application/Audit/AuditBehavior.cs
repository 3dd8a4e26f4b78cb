using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>
/// One entry for each command that its handler answered, in the transaction of the effect: either both are saved or none. Appended last, so
/// that nothing waits for a lock while it holds the chain's.
/// </summary>
internal sealed class AuditBehavior<TRequest, TResponse>(AuditTrail trail, ICaller caller)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        caller.Notes.Forget();
        var response = await next();
        await trail.AppendAsync(request, response.IsFailure ? response.Error.Code : null, cancellationToken);
        return response;
    }
}
