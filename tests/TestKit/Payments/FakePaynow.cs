using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SaaSOdoo.TestKit.Payments;

/// <summary>
/// A payment gateway that speaks PayNow's protocol over real HTTP, with a page on which a person plays the payer. It checks the hashes of what
/// comes, signs what it sends, and fails as it is told.
/// </summary>
public sealed class FakePaynow : IAsyncDisposable
{
    public const string UsdKey = "3e9fed89-60e1-4ce5-ab6e-6b1eb2d4f977";
    public const string ZwgKey = "7c1d2a45-90b3-4f1e-8a66-52d0c7be1f03";
    private readonly ConcurrentDictionary<int, PaynowTransaction> transactions = new();
    private readonly WebApplication app;
    private int next = 1081;

    private FakePaynow(WebApplication app)
    {
        this.app = app;
        Callbacks = new(this);
        Payers = new(this);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Key by id.</summary>
    public IReadOnlyDictionary<string, string> Integrations { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["1201"] = UsdKey, ["1202"] = ZwgKey };

    /// <summary>By reference of the payment that is to begin.</summary>
    public Func<string, PaynowFault> Fault { get; set; } = _ => PaynowFault.None;

    /// <summary>Whether traces are answered with an error.</summary>
    public bool IsTraceBroken { get; set; }

    /// <summary>Whether polls are answered with HTTP 500.</summary>
    public bool IsPollBroken { get; set; }

    /// <summary>Messages to the merchant.</summary>
    public PaynowSender Callbacks { get; }

    /// <summary>Those who are asked for their PIN.</summary>
    public PaynowPayers Payers { get; }

    /// <summary>How much longer than in reality: 0 is at once.</summary>
    public double Pace { get; init; } = 1;

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<PaynowTransaction> Transactions => [.. transactions.Values.OrderBy(t => t.Number)];

    /// <summary>What was refused because its hash was wrong.</summary>
    public int Forged { get; internal set; }

    /// <summary>Polls that came.</summary>
    public int Polls { get; internal set; }

    /// <summary>Traces that came.</summary>
    public int Traces { get; internal set; }

    /// <param name="port">0: any.</param>
    /// <param name="pace">Factor of the times that payers take; 0 is at once.</param>
    public static async Task<FakePaynow> StartAsync(int port = 0, double pace = 1)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var host = builder.Build();
        var gateway = new FakePaynow(host) { Pace = pace };
        host.MapProtocol(gateway);
        host.MapPayersPage(gateway);
        await host.StartAsync();
        gateway.Url = new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return gateway;
    }

    /// <summary>Settings under which the platform uses it.</summary>
    /// <param name="resultUrl">Where the platform takes messages; null: nowhere.</param>
    /// <param name="returnUrl">Where payers come back to.</param>
    public (string Key, string Value)[] Settings(Uri? resultUrl = null, Uri? returnUrl = null) =>
    [
        ("Paynow:BaseUrl", $"{Url}"),
        ("Paynow:ResultUrl", $"{resultUrl ?? new Uri("http://127.0.0.1:9/api/v1/webhooks/paynow")}"),
        ("Paynow:ReturnUrl", $"{returnUrl ?? new Uri("https://portal.example.com/paid")}"),
        ("Paynow:Integrations:USD:Id", "1201"),
        ("Paynow:Integrations:USD:Key", UsdKey),
        ("Paynow:Integrations:USD:AuthEmail", "merchant@example.com"),
        ("Paynow:Integrations:ZWG:Id", "1202"),
        ("Paynow:Integrations:ZWG:Key", ZwgKey),
        ("Paynow:Integrations:ZWG:AuthEmail", "merchant@example.com"),
    ];

    /// <summary>Changes what is true of a payment, and tells the merchant as <see cref="Callbacks"/> say.</summary>
    public async Task ChangeAsync(PaynowTransaction transaction, string status)
    {
        transaction.Become(status);
        await Callbacks.TellAsync(transaction);
    }

    /// <inheritdoc cref="PaynowSender.DeliverKeptAsync"/>
    public Task DeliverKeptAsync() => Callbacks.DeliverKeptAsync();

    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await Payers.DisposeAsync();
        await Callbacks.DisposeAsync();
        await app.DisposeAsync();
    }

    internal PaynowTransaction Begin(string integration, IReadOnlyList<(string Key, string Value)> fields, decimal amount)
    {
        var transaction = new PaynowTransaction(
            Interlocked.Increment(ref next), Guid.CreateVersion7().ToString(), integration, fields.Value("reference"), fields.Value("merchanttrace"), amount,
            fields.Value("phone"), fields.Value("method"), fields.Value("returnurl"), fields.Value("resulturl"));
        transactions[transaction.Number] = transaction;
        return transaction;
    }

    internal PaynowTransaction? BySecret(string secret) => transactions.Values.SingleOrDefault(t => t.Secret == secret);

    internal string PollUrlOf(PaynowTransaction transaction) => $"{Url.AbsoluteUri}Interface/CheckPayment/?guid={transaction.Secret}";

    internal string PayUrlOf(PaynowTransaction transaction) => $"{Url.AbsoluteUri}Payment/ConfirmPayment/{transaction.Secret}";

    /// <summary>What is said of a payment, to who asks and in messages.</summary>
    public string StatusOf(PaynowTransaction transaction) => PaynowWire.Write(
        Integrations[transaction.Integration],
        ("reference", transaction.ShownReference ?? transaction.Reference), ("paynowreference", transaction.Number.ToString("N0", CultureInfo.InvariantCulture)),
        ("amount", transaction.ShownAmount ?? PaynowWire.Amount(transaction.Amount)), ("status", transaction.Status), ("pollurl", PollUrlOf(transaction)));
}
