using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>PayNow (Zimbabwe): EcoCash, OneMoney, InnBucks and cards.</summary>
internal sealed class PaynowGateway(PaynowConnection connection, PaynowAddresses addresses, IOptions<PaynowOptions> options) : IPaymentGateway
{
    public Error? RefusalOf(Currency currency) =>
        options.Value.IntegrationOf(currency) is null ? PaymentErrors.GatewayNotConfigured(currency) : null;

    public Task<GatewayAnswer> InitiateAsync(WebPayment payment, CancellationToken cancellationToken) =>
        InitiateAsync(addresses.InitiateWeb, payment, [], cancellationToken);

    public Task<GatewayAnswer> InitiateAsync(ExpressPayment payment, CancellationToken cancellationToken) =>
        InitiateAsync(
            addresses.InitiateExpress, payment,
            [new("authemail", IntegrationOf(payment.Currency).AuthEmail), new("phone", payment.Phone), new("method", payment.Method)],
            cancellationToken);

    public async Task<GatewayReport> PollAsync(Currency currency, Uri pollUrl, CancellationToken cancellationToken)
    {
        if (!addresses.MayFollow(pollUrl))
            throw new GatewayUnclearException("The poll address is not the gateway's.");

        return ReportOf(Signed(await connection.PostAsync(pollUrl, form: "", cancellationToken), currency));
    }

    public async Task<GatewayReport?> TraceAsync(Currency currency, string merchantTrace, CancellationToken cancellationToken)
    {
        var integration = IntegrationOf(currency);
        var form = PaynowMessage.Sign([new("id", integration.Id), new("merchanttrace", merchantTrace), new("status", "Message")], integration.Key);
        var message = Signed(await connection.PostAsync(addresses.Trace, form, cancellationToken), currency);
        return message["status"].Is(PaynowWords.NotFound) ? null : ReportOf(message);
    }

    public Result<GatewayNotice> Read(Currency currency, ReadOnlySpan<byte> body)
    {
        if (RefusalOf(currency) is { } refusal)
            return refusal;

        return PaynowMessage.Parse(body) is { } message && message.IsSignedWith(IntegrationOf(currency).Key)
            ? new GatewayNotice(message["reference"], message["status"], message["hash"]!.ToUpperInvariant())
            : PaymentErrors.MessageInvalid;
    }

    private async Task<GatewayAnswer> InitiateAsync(
        Uri address, NewGatewayPayment payment, KeyValuePair<string, string>[] express, CancellationToken cancellationToken)
    {
        var integration = IntegrationOf(payment.Currency);
        // In the order that the protocol gives; the hash is over it.
        KeyValuePair<string, string>[] fields =
        [
            new("id", integration.Id),
            new("reference", payment.Reference),
            new("amount", PaynowWords.Amount(payment.Amount)),
            new("additionalinfo", payment.Description),
            new("returnurl", (payment.ReturnUrl ?? options.Value.ReturnUrl!).AbsoluteUri),
            new("resulturl", options.Value.ResultUrlOf(payment.Currency).AbsoluteUri),
            .. express,
            new("merchanttrace", payment.MerchantTrace),
            new("status", "Message"),
        ];
        var message = await connection.PostAsync(address, PaynowMessage.Sign(fields, integration.Key), cancellationToken);
        return message["status"].Is(PaynowWords.Error) ? new GatewayRefused(Short(message["error"])) : AcceptedOf(Signed(message, payment.Currency));
    }

    private GatewayAccepted AcceptedOf(PaynowMessage message)
    {
        if (!message["status"].Is(PaynowWords.Ok))
            throw new GatewayUnclearException("The gateway's answer is neither yes nor no.");

        var browser = message["browserurl"];
        var pollUrl = addresses.Followed(message["pollurl"])
            ?? throw new GatewayUnclearException("The gateway's answer has no address of its own to poll.");
        return new(
            pollUrl,
            browser is null ? null
                : addresses.Followed(browser) ?? throw new GatewayUnclearException("The gateway's answer leads the payer elsewhere."),
            PaynowWords.Reference(message["paynowreference"]),
            Short(message["instructions"]));
    }

    private GatewayReport ReportOf(PaynowMessage message)
    {
        if (message["status"] is not { } word || message["reference"] is not { } reference
            || PaynowWords.Amount(message["amount"]) is not { } amount)
            throw new GatewayUnclearException("The gateway's answer has no status, reference or amount.");

        return new(
            PaynowWords.StateOf(word), Short(word)!, Short(reference)!, PaynowWords.Reference(message["paynowreference"]), amount,
            addresses.Followed(message["pollurl"]));
    }

    private PaynowMessage Signed(PaynowMessage message, Currency currency)
    {
        // Only an error comes without a hash. It says nothing of the payment.
        if (message["status"].Is(PaynowWords.Error))
            throw new GatewayUnclearException($"The gateway answered: {Short(message["error"])}");

        return message.IsSignedWith(IntegrationOf(currency).Key) ? message : throw new GatewayUnclearException("The gateway's answer is not signed.");
    }

    private PaynowIntegration IntegrationOf(Currency currency) =>
        options.Value.IntegrationOf(currency) ?? throw new GatewayUnclearException($"There is no integration of {currency.Code}.");

    // As a column takes it.
    private static string? Short(string? text)
    {
        if (text is null)
            return null;

        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= Payment.TextMaxLength ? line : line[..Payment.TextMaxLength];
    }
}
