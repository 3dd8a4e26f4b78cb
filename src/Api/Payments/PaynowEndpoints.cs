using MediatR;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Api.Payments;

/// <summary>Where the gateway says how payments stand. Its own answers are few, and it sends again whatever is not answered by 200.</summary>
internal static class PaynowEndpoints
{
    private const string Course = """
        A form as PayNow sends it, signed with the key of the currency's integration. It is stored, and the gateway is asked; nothing is taken from
        the message itself.
        """;

    public static void MapPaynow(this RouteGroupBuilder api) => api.MapPost("/webhooks/paynow/{currency}", Receive)
        .WithTags("Payments").AllowAnonymous().WithName("receive_paynow_message")
        .WithSummary("For the payment gateway: a message about a payment").WithDescription(Course)
        .Answers(StatusCodes.Status200OK).AlsoRefuses(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> Receive(string currency, HttpRequest request, IMediator mediator, CancellationToken cancellationToken)
    {
        if (Currency.Create("currency", currency) is not { IsFailure: false } known)
            return StatusProblems.Of(StatusCodes.Status404NotFound);
        if (await ReadAsync(request, cancellationToken) is not { } body)
            return StatusProblems.Of(StatusCodes.Status413PayloadTooLarge);

        var received = await mediator.Send(new ReceivePaymentMessage(known.Value, body), cancellationToken);
        if (!received.IsFailure)
            return TypedResults.Ok();
        // Of a machine, what cannot be read is a bad request and no form to be filled in again.
        var (kind, invalid) = (received.Error.Kind, PaymentErrors.MessageInvalid);
        return kind is ErrorKind.Validation
            ? new ProblemResult(StatusCodes.Status400BadRequest, new(kind, invalid.Code, invalid.Message))
            : new ProblemResult(received.Error);
    }

    /// <returns>Null when it is too large; no more than that is read.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > PaymentMessage.BodyMaxBytes)
            return null;

        var buffer = new byte[PaymentMessage.BodyMaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > PaymentMessage.BodyMaxBytes ? null : buffer[..length];
    }
}
