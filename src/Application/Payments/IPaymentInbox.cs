using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Payments;

/// <summary>Keeps what the gateway tells us unasked, each message once however often it comes.</summary>
public interface IPaymentInbox
{
    /// <summary>Durable when it returns.</summary>
    Task<KeptMessage> KeepAsync(InboxMessage message, CancellationToken cancellationToken);
}

/// <param name="Hash">SHA-256 of its signature: by currency and hash it is the same message again.</param>
/// <param name="Reference">Of the payment, as the gateway says it; empty when it names none.</param>
public sealed record InboxMessage(Currency Currency, byte[] Hash, string Body, string Reference);

/// <param name="Times">How often it has come, this time included.</param>
/// <param name="Payment">Null when no payment of that currency has its reference.</param>
public sealed record KeptMessage(Guid Id, int Times, Guid? Payment);
