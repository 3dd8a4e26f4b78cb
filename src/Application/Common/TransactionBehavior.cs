using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Runs each command in its <see cref="CommandTransaction"/>. A refusal is committed as well: it may have been counted.</summary>
internal sealed class TransactionBehavior<TRequest, TResponse>(CommandTransaction transaction) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommandBase, IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        try
        {
            if (request is not IOpensItsTransaction)
                await transaction.OpenAsync(cancellationToken);

            var response = await next();
            await transaction.CommitAsync(cancellationToken);
            return response;
        }
        catch
        {
            await transaction.RollBackAsync();
            throw;
        }
    }
}
