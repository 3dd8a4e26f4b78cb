using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SaaSOdoo.TestKit.Payments;

/// <summary>Pages on which a person plays the payer: in the browser that the platform sends to a payment, or for all payments at <c>/</c>.</summary>
internal static class PaynowPayersPage
{
    private const int Shown = 50;

    private static readonly (string Name, string Label)[] Buttons =
        [("pay", "Pay"), ("cancel", "Cancel"), ("insufficient", "Insufficient balance"), ("late", "Pay late (after a minute)")];

    public static void MapPayersPage(this WebApplication app, FakePaynow gateway)
    {
        app.MapGet("/", () => Page([.. gateway.Transactions.Reverse().Take(Shown)]));
        app.MapGet("/payment/confirmpayment/{secret}", (string secret) =>
            gateway.BySecret(secret) is { } found ? Page([found]) : Results.NotFound());
        app.MapPost("/payment/confirmpayment/{secret}/{action}", (string secret, string action) => AnswerAsync(gateway, secret, action));
    }

    private static async Task<IResult> AnswerAsync(FakePaynow gateway, string secret, string action)
    {
        if (gateway.BySecret(secret) is not { } transaction)
            return Results.NotFound();

        var status = action switch { "pay" or "late" => "Paid", "cancel" => "Cancelled", "insufficient" => "Failed", _ => null };
        if (status is null)
            return Results.NotFound();
        // Who paid once does not pay again; who cancelled may still confirm on the telephone.
        if (!transaction.IsPaid)
        {
            if (action == "late")
                gateway.Payers.Answer(transaction, status, PaynowPayers.Late);
            else
                await gateway.ChangeAsync(transaction, status);
        }

        return Results.Redirect(transaction.IsExpress ? "/" : transaction.ReturnUrl, permanent: false);
    }

    private static IResult Page(IReadOnlyList<PaynowTransaction> transactions) => Results.Content(
        $$"""
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Payments (not real)</title>
        <style>body { font: 16px sans-serif; margin: 2em } td { padding: .4em 1em .4em 0 } form { display: inline }</style>
        <h1>Payments (not real)</h1><p>Nobody pays anything here: play the payer.</p>
        <table>{{(transactions.Count == 0 ? "<tr><td>No payment has begun yet.</td></tr>" : string.Concat(transactions.Select(Row)))}}</table></html>
        """,
        "text/html; charset=utf-8");

    private static string Row(PaynowTransaction t) => $"""
        <tr><td>{t.Number}</td><td>{Text(t.Reference)}</td><td>{PaynowWire.Amount(t.Amount)}</td>
        <td>{Text(t.IsExpress ? $"{t.Method} {t.Phone}" : "browser")}</td><td><b>{Text(t.Status)}</b></td><td>{(t.IsPaid ? "" : string.Concat(Buttons.Select(b => Button(t, b))))}</td></tr>
        """;

    private static string Button(PaynowTransaction t, (string Name, string Label) button) =>
        $"""<form method="post" action="/payment/confirmpayment/{t.Secret}/{button.Name}"><button>{button.Label}</button></form> """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
