using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Takes money from customers. Every call goes out to the network: never inside a transaction. Each currency is an account of its own.
/// </summary>
public interface IPaymentGateway
{
    /// <summary>Why nothing can be paid in the currency now (503 <c>payment.gateway_not_configured</c>); null when it can.</summary>
    Error? RefusalOf(Currency currency);

    /// <summary>Begins a payment that the payer completes in a browser.</summary>
    /// <exception cref="GatewayUnclearException">It may have begun. Do not ask again: trace.</exception>
    Task<GatewayAnswer> InitiateAsync(WebPayment payment, CancellationToken cancellationToken);

    /// <summary>Has the payer asked for the PIN on a telephone.</summary>
    /// <exception cref="GatewayUnclearException">The payer may have been asked. Do not ask again: trace.</exception>
    Task<GatewayAnswer> InitiateAsync(ExpressPayment payment, CancellationToken cancellationToken);

    /// <summary>How a payment stands.</summary>
    /// <exception cref="GatewayUnclearException">Nothing that can be believed was answered, or the address may not be asked.</exception>
    Task<GatewayReport> PollAsync(Currency currency, Uri pollUrl, CancellationToken cancellationToken);

    /// <summary>How a payment stands of which the answer was lost.</summary>
    /// <param name="merchantTrace">As it was initiated with.</param>
    /// <returns>Null when the gateway knows of none. (An error is not that.)</returns>
    /// <exception cref="GatewayUnclearException">Nothing that can be believed was answered.</exception>
    Task<GatewayReport?> TraceAsync(Currency currency, string merchantTrace, CancellationToken cancellationToken);

    /// <summary>Reads a message that came without being asked for, and checks who signed it.</summary>
    /// <param name="currency">Whose account's key must have signed it.</param>
    /// <returns>422 <c>payment.message_invalid</c> for what cannot be read or was not signed with the key.</returns>
    Result<GatewayNotice> Read(Currency currency, ReadOnlySpan<byte> body);
}

/// <summary>What is common to the two ways to begin a payment.</summary>
/// <param name="Reference">Shown to the payer; unique.</param>
/// <param name="MerchantTrace">To ask for it by when the answer is lost; unique, at most 32 characters.</param>
/// <param name="Description">Shown to the payer.</param>
/// <param name="ReturnUrl">Where the payer's browser is sent afterwards; null: the configured one.</param>
public abstract record NewGatewayPayment(
    Currency Currency, decimal Amount, string Reference, string MerchantTrace, string Description, Uri? ReturnUrl);

/// <inheritdoc cref="NewGatewayPayment"/>
public sealed record WebPayment(
    Currency Currency, decimal Amount, string Reference, string MerchantTrace, string Description, Uri? ReturnUrl)
    : NewGatewayPayment(Currency, Amount, Reference, MerchantTrace, Description, ReturnUrl);

/// <inheritdoc cref="NewGatewayPayment"/>
/// <param name="Method">The gateway's word: <c>ecocash</c>, <c>onemoney</c>, <c>innbucks</c>.</param>
/// <param name="Phone">As it is dialled inside the country: <c>0771234567</c>.</param>
public sealed record ExpressPayment(
    Currency Currency, decimal Amount, string Reference, string MerchantTrace, string Description, Uri? ReturnUrl, string Method, string Phone)
    : NewGatewayPayment(Currency, Amount, Reference, MerchantTrace, Description, ReturnUrl);

/// <summary>How a gateway answered to a payment that was to begin.</summary>
public abstract record GatewayAnswer;

/// <param name="PollUrl">Where to ask how it stands.</param>
/// <param name="BrowserUrl">Where the payer goes on; null for a telephone.</param>
/// <param name="GatewayReference">Its own number; null when it gave none.</param>
/// <param name="Instructions">What the payer is to do; null when it said nothing.</param>
public sealed record GatewayAccepted(Uri PollUrl, Uri? BrowserUrl, string? GatewayReference, string? Instructions) : GatewayAnswer;

/// <summary>It says that it did not begin. It has been seen to take the money all the same.</summary>
/// <param name="Error">What it says; null when nothing.</param>
public sealed record GatewayRefused(string? Error) : GatewayAnswer;

/// <summary>A message that came without being asked for: a reason to ask, and nothing more.</summary>
/// <param name="Reference">Ours, as it came; null when it names none.</param>
/// <param name="Word">Its word for the state; null when it has none.</param>
/// <param name="Signature">The same for the same content, however that is written.</param>
public sealed record GatewayNotice(string? Reference, string? Word, string Signature);

/// <summary>The gateway did not answer, or not so that it can be believed. What was asked may have happened.</summary>
/// <param name="reason">For logs and operators; holds no secret.</param>
public sealed class GatewayUnclearException(string reason, Exception? inner = null) : Exception(reason, inner);
