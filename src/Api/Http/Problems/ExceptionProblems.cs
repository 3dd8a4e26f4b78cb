using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>Exceptions mean a bad request, a broken dependency or a bug. Logged here, once; their text never leaves the process.</summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true;

        await ToProblem(exception, httpContext).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemResult ToProblem(Exception exception, HttpContext http)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return BodyProblems.Of(bad, http);
            case InvalidDataException when RequestBodies.WasCompressed(http):
                return BodyProblems.Malformed;
            case DbUpdateConcurrencyException:
                // Who asked for a version gets the answer of who came too late for it, however close the race was.
                return StatusProblems.Of(http.Request.Headers.IfMatch.Count > 0 ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict);
            case UniqueConstraintException unique:
                Unmapped(unique.Constraint);
                return new(Error.Conflict("already_exists", "Something with the same identity exists already."));
            case OverloadedException overloaded:
                return new(new Error(ErrorKind.Unavailable, "overloaded", "Too many requests of this kind are waiting. Try again shortly.")
                {
                    RetryAfter = overloaded.RetryAfter,
                });
            case RefusedException refused:
                return new(Error.Conflict(refused.Code, refused.Message));
        }

        foreach (var cause in Causes(exception))
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure })
                return StatusProblems.Of(StatusCodes.Status409Conflict);
            if (cause is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter })
                return new(new Error(ErrorKind.Validation, "invalid_characters", "The request holds characters that cannot be stored."));
            if (UnavailableDependency(cause) is { } dependency)
            {
                Unavailable(exception, dependency);
                return new(new Error(ErrorKind.Unavailable, "dependency_unavailable", $"{Capitalised(dependency)} does not answer. Try again shortly.")
                {
                    RetryAfter = RetryAfter,
                });
            }
        }

        Failed(exception, http.Request.Method, http.Request.Path);
        return StatusProblems.Of(StatusCodes.Status500InternalServerError);
    }

    private static string? UnavailableDependency(Exception cause) => cause switch
    {
        DependencyUnavailableException unavailable => unavailable.Dependency,
        // Class 08 connection, 28 refused login, 3D no such database, 53 out of resources, 57P shutting down.
        PostgresException { SqlState: ['0', '8', ..] or ['2', '8', ..] or ['3', 'D', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] } => "the database",
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => "the database",
        NpgsqlException { IsTransient: true } and not PostgresException => "the database",
        SocketException => "a service this needs",
        _ => null,
    };

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void Failed(Exception exception, string method, PathString path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Dependency} does not answer")]
    private partial void Unavailable(Exception exception, string dependency);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No handler expects a violation of {Constraint}")]
    private partial void Unmapped(string constraint);
}
