using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SaaSOdoo.TestKit.Payments;

/// <summary>What the merchant calls.</summary>
internal static class PaynowProtocol
{
    private static readonly string[] Methods = ["ecocash", "onemoney", "innbucks", "omari"];

    public static void MapProtocol(this WebApplication app, FakePaynow gateway)
    {
        app.MapPost("/interface/initiatetransaction", http => InitiateAsync(http, gateway, isExpress: false));
        app.MapPost("/interface/remotetransaction", http => InitiateAsync(http, gateway, isExpress: true));
        app.MapPost("/interface/trace", http => TraceAsync(http, gateway));
        app.MapPost("/interface/checkpayment", http => PollAsync(http, gateway));
    }

    private static async Task InitiateAsync(HttpContext http, FakePaynow gateway, bool isExpress)
    {
        if (await ReadAsync(http, gateway) is not { } fields)
            return;
        if (!decimal.TryParse(fields.Value("amount"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount <= 0
            || fields.Value("reference").Length == 0 || fields.Value("resulturl").Length == 0
            || (isExpress && (!Methods.Contains(fields.Value("method")) || fields.Value("authemail").Length == 0 || !fields.Value("phone").StartsWith("07", StringComparison.Ordinal))))
        {
            await ErrorAsync(http, "Invalid request");
            return;
        }

        var fault = gateway.Fault(fields.Value("reference"));
        var begun = fault is PaynowFault.NothingAtAll or PaynowFault.Error or PaynowFault.ServerError ? null : gateway.Begin(fields.Value("id"), fields, amount);
        if (begun is not null)
            await BeginAsync(gateway, begun, fault);
        await AnswerAsync(http, gateway, begun, fault);
    }

    private static async Task BeginAsync(FakePaynow gateway, PaynowTransaction begun, PaynowFault fault)
    {
        if (fault is PaynowFault.NoAnswerButPaid or PaynowFault.ErrorButPaid)
            await gateway.ChangeAsync(begun, "Paid");
        else if (begun.IsExpress)
            await gateway.Payers.AskAsync(begun);
    }

    private static async Task AnswerAsync(HttpContext http, FakePaynow gateway, PaynowTransaction? begun, PaynowFault fault)
    {
        switch (fault)
        {
            case PaynowFault.NoAnswer or PaynowFault.NoAnswerButPaid or PaynowFault.NothingAtAll:
                http.Abort();
                break;
            case PaynowFault.ServerError:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case PaynowFault.Error or PaynowFault.ErrorButBegun or PaynowFault.ErrorButPaid:
                await ErrorAsync(http, "Something went wrong");
                break;
            default:
                if (begun!.Status == "Failed")
                    await ErrorAsync(http, "Insufficient balance");
                else
                    await AcceptAsync(http, gateway, begun, fault is PaynowFault.WrongHash ? FakePaynow.ZwgKey + "0" : gateway.Integrations[begun.Integration]);
                break;
        }
    }

    private static Task AcceptAsync(HttpContext http, FakePaynow gateway, PaynowTransaction begun, string key)
    {
        (string, string)[] end = [("pollurl", gateway.PollUrlOf(begun)), ("paynowreference", $"{begun.Number}")];
        return http.Response.WriteAsync(PaynowWire.Write(key, begun.IsExpress
            ? [("status", "Ok"), ("instructions", "Enter your PIN on the telephone."), .. end]
            : [("status", "Ok"), ("browserurl", gateway.PayUrlOf(begun)), .. end]));
    }

    private static async Task TraceAsync(HttpContext http, FakePaynow gateway)
    {
        gateway.Traces++;
        if (await ReadAsync(http, gateway) is not { } fields)
            return;

        var found = gateway.Transactions.LastOrDefault(t => t.MerchantTrace == fields.Value("merchanttrace") && t.Integration == fields.Value("id"));
        if (gateway.IsTraceBroken)
            await ErrorAsync(http, "Try again later");
        else
            await http.Response.WriteAsync(found is null
                ? PaynowWire.Write(gateway.Integrations[fields.Value("id")], ("status", "NotFound"))
                : gateway.StatusOf(found));
    }

    private static async Task PollAsync(HttpContext http, FakePaynow gateway)
    {
        gateway.Polls++;
        if (gateway.IsPollBroken)
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        else if (gateway.BySecret($"{http.Request.Query["guid"]}") is { } found)
            await http.Response.WriteAsync(gateway.StatusOf(found));
        else
            await ErrorAsync(http, "No such transaction");
    }

    /// <returns>Null when it was refused, and answered so.</returns>
    private static async Task<IReadOnlyList<(string Key, string Value)>?> ReadAsync(HttpContext http, FakePaynow gateway)
    {
        using var reader = new StreamReader(http.Request.Body);
        var fields = PaynowWire.Read(await reader.ReadToEndAsync());
        if (gateway.Integrations.TryGetValue(fields.Value("id"), out var key) && PaynowWire.IsSigned(fields, key) && fields.Value("status") == "Message")
            return fields;

        gateway.Forged++;
        await ErrorAsync(http, "Invalid Hash");
        return null;
    }

    private static Task ErrorAsync(HttpContext http, string error) => http.Response.WriteAsync($"status=Error&error={Uri.EscapeDataString(error)}");
}
