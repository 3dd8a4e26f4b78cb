using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Takes what the gateway says unasked into the inbox, once however often it comes, and has a worker ask how the payment stands: the answer
/// counts, not the message. 503 <c>payment.gateway_not_configured</c>; what cannot be read or is not signed is a validation failure.
/// </summary>
/// <remarks>
/// No command: nobody of ours asks for it, and the inbox is its audit. Storing it is one statement that commits by itself. Who dies before the
/// payment is made due has not answered, so the message comes again.
/// </remarks>
/// <param name="Body">As it came.</param>
public sealed record ReceivePaymentMessage(Currency Currency, byte[] Body) : IRequest<Result>;

internal sealed class ReceivePaymentMessageValidator : AbstractValidator<ReceivePaymentMessage>
{
    public ReceivePaymentMessageValidator() =>
        RuleFor(c => c.Body.Length).LessThanOrEqualTo(PaymentMessage.BodyMaxBytes).OverridePropertyName("body");
}

internal sealed partial class ReceivePaymentMessageHandler(
    IAppDb db, IPaymentGateway gateway, IPaymentInbox inbox, TimeProvider clock, ILogger<ReceivePaymentMessageHandler> logger)
    : IRequestHandler<ReceivePaymentMessage, Result>
{
    public async Task<Result> Handle(ReceivePaymentMessage message, CancellationToken cancellationToken)
    {
        // Who did not sign with our key is turned away before anything is written: anybody may send.
        var notice = gateway.Read(message.Currency, message.Body);
        if (notice.IsFailure)
            return notice.Error;

        var now = clock.GetUtcNow();
        // What is signed makes it the same message: how it is written, and what stands in it besides, may be anybody's.
        var stored = await inbox.KeepAsync(
            new InboxMessage(
                message.Currency, SHA256.HashData(Encoding.UTF8.GetBytes(notice.Value.Signature)), Encoding.UTF8.GetString(message.Body),
                notice.Value.Reference ?? ""),
            cancellationToken);
        if (stored.Payment is { } id)
            await HaveAskedAsync(new(id), isRepeated: stored.Times > 1, now, cancellationToken);
        else if (stored.Times == 1)
            UnknownReference(stored.Id, message.Currency.Code);
        return Result.Success;
    }

    // The worker that may have it just now looks for new messages when it has its answer.
    private Task HaveAskedAsync(PaymentId id, bool isRepeated, DateTimeOffset now, CancellationToken cancellationToken) => db.InTransactionAsync(
        async token =>
        {
            await db.LockPaymentAsync(id, token);
            var payment = await db.Payments.SingleAsync(p => p.Id == id, token);
            payment.Notice(isRepeated, now);
            await db.SaveChangesAsync(token);
        },
        cancellationToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Id} of the gateway in {Currency} names no payment of ours and needs an operator")]
    private partial void UnknownReference(Guid id, string currency);
}
