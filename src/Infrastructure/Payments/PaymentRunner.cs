using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>
/// Takes a claimed payment one step further. Before the gateway is called for it, that it will be is saved; whoever finds that saved asks and
/// never calls. Nothing of the database is held while the gateway is waited for.
/// </summary>
internal sealed partial class PaymentRunner(
    IServiceScopeFactory scopes, IPaymentGateway gateway, PaymentRecorder recorder, TimeProvider clock, ILogger<PaymentRunner> logger)
{
    public async Task RunAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (await ReadAsync(lease, cancellationToken) is not { } payment)
            return;

        var seen = await recorder.SeenAsync(payment.Id, cancellationToken);
        try
        {
            await StepAsync(lease, payment, seen, cancellationToken);
        }
        catch (GatewayUnclearException e)
        {
            Unclear(payment.Id.Value, payment.NextStep, e.Message);
            await recorder.RecordAsync(lease, seen, (p, now) => p.AskFailed(now));
        }
    }

    private Task StepAsync(Lease lease, Payment payment, MessagesSeen seen, CancellationToken cancellationToken) => payment.NextStep switch
    {
        PaymentStep.None => Task.CompletedTask,
        PaymentStep.Initiate => InitiateAsync(lease, payment, seen, cancellationToken),
        PaymentStep.Poll => PollAsync(lease, payment, seen, cancellationToken),
        PaymentStep.Trace => TraceAsync(lease, payment, seen, cancellationToken),
    };

    private async Task InitiateAsync(Lease lease, Payment payment, MessagesSeen seen, CancellationToken cancellationToken)
    {
        if (!await StartCallAsync(lease, cancellationToken))
            return;

        try
        {
            // Not cancelled when the process stops: the time-out is short, and an answer that is not read is a payment in doubt.
            var answer = await CallAsync(payment);
            if (answer is GatewayRefused { Error: var error })
                Refused(payment.Id.Value, error);
            await recorder.RecordAsync(lease, seen, (p, now) => Take(p, answer, now));
        }
        catch (GatewayUnclearException e)
        {
            Unclear(payment.Id.Value, PaymentStep.Initiate, e.Message);
            await recorder.RecordAsync(lease, seen, (p, now) => p.Doubt(PaymentReasons.NoAnswer, now));
        }
    }

    private static void Take(Payment payment, GatewayAnswer answer, DateTimeOffset now)
    {
        if (answer is GatewayAccepted accepted)
            payment.Accept(accepted.PollUrl, accepted.BrowserUrl, accepted.GatewayReference, accepted.Instructions, now);
        else
            payment.Doubt(PaymentReasons.Refused, now);
    }

    private Task<GatewayAnswer> CallAsync(Payment p)
    {
        var back = p.ReturnUrl is null ? null : new Uri(p.ReturnUrl);
        return p.Phone is { } phone
            ? gateway.InitiateAsync(
                new ExpressPayment(
                    p.Currency, p.Amount, p.Reference, p.MerchantTrace, p.Reference, back, EnumText<PaymentMethod>.Of(p.Method), MobileMoney.Dialled(phone)),
                CancellationToken.None)
            : gateway.InitiateAsync(new WebPayment(p.Currency, p.Amount, p.Reference, p.MerchantTrace, p.Reference, back), CancellationToken.None);
    }

    private async Task PollAsync(Lease lease, Payment payment, MessagesSeen seen, CancellationToken cancellationToken) =>
        await recorder.RecordAsync(lease, seen, await gateway.PollAsync(payment.Currency, new(payment.PollUrl!), cancellationToken));

    private async Task TraceAsync(Lease lease, Payment payment, MessagesSeen seen, CancellationToken cancellationToken)
    {
        if (await gateway.TraceAsync(payment.Currency, payment.MerchantTrace, cancellationToken) is { } report)
            await recorder.RecordAsync(lease, seen, report);
        else
            await recorder.RecordAsync(lease, seen, (p, now) => p.NotFound(now));
    }

    private async Task<Payment?> ReadAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        return await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == new PaymentId(lease.Id) && p.Fence == lease.Fence, cancellationToken);
    }

    /// <returns>False when somebody else has it by now, it was cancelled, or its invoice is not due any more.</returns>
    private async Task<bool> StartCallAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var payment = await db.Payments.SingleOrDefaultAsync(p => p.Id == new PaymentId(lease.Id) && p.Fence == lease.Fence, cancellationToken);
        if (payment is not { NextStep: PaymentStep.Initiate })
            return false;

        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == payment.InvoiceId, cancellationToken);
        var isDropped = payment.DropUnlessDue(invoice, clock.GetUtcNow());
        if (!isDropped)
            payment.StartCall(clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return !isDropped;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment}: {Step} is unclear: {Reason}")]
    private partial void Unclear(Guid payment, PaymentStep step, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payment {Payment}: the gateway refused to begin it and is asked whether it did: {Error}")]
    private partial void Refused(Guid payment, string? error);
}
