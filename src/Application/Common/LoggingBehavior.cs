using MediatR;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>One span and one line for each request: its name and outcome, never its content, which may hold a secret.</summary>
internal sealed partial class LoggingBehavior<TRequest, TResponse>(ILogger<LoggingBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var span = Telemetry.Source.StartActivity(typeof(TRequest).Name);
        var response = await next();

        if (response.IsFailure)
        {
            span?.SetTag("error.code", response.Error.Code);
            Refused(typeof(TRequest).Name, response.Error.Code);
        }

        return response;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Request} was refused: {Code}")]
    private partial void Refused(string request, string code);
}
