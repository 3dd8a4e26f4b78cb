using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.Infrastructure.Tests.Persistence;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>A telephone asks for a PIN: nobody may have a stranger's do so without end.</summary>
public sealed class PaymentPromptTests : PaymentTest
{
    private readonly PlanRecorder recorder = new();

    private protected override OperationHost Open() => new(
        Database, services => services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(recorder)), Settings);

    [Fact]
    public async Task Telephone_is_asked_ten_times_an_hour_at_most_however_many_ask_at_once()
    {
        var answers = await AskAsync(Enumerable.Repeat("0775555555", 14));
        answers.Count(a => !a.IsFailure).ShouldBe(10);
        answers.Where(a => a.IsFailure).ShouldAllBe(a => a.Error.Kind == ErrorKind.TooMany && a.Error.Code == "payment.too_many_prompts");

        Host.Advance(TimeSpan.FromMinutes(20));
        var refused = await Host.SendAsync(new CreatePayment(await InvoiceAsync(), GatewayMethod.Ecocash, "+263 77 555 5555"));
        (refused.Error.Code, refused.Error.RetryAfter).ShouldBe(("payment.too_many_prompts", TimeSpan.FromMinutes(40)));
        (await Host.SendAsync(new CreatePayment(await InvoiceAsync(), GatewayMethod.Ecocash, "0775555556"))).IsFailure.ShouldBeFalse("another number");
        (await Host.SendAsync(new CreatePayment(await InvoiceAsync(), GatewayMethod.Web))).IsFailure.ShouldBeFalse("no telephone is asked");

        Host.Advance(TimeSpan.FromMinutes(40) + TimeSpan.FromSeconds(1));
        await PayAsync(await InvoiceAsync());
    }

    [Fact]
    public async Task Customer_has_telephones_asked_thirty_times_an_hour_at_most_whatever_their_numbers()
    {
        var answers = await AskAsync(Enumerable.Range(0, 35).Select(n => $"07755555{n:D2}"));
        answers.Count(a => !a.IsFailure).ShouldBe(30);
        answers.Where(a => a.IsFailure).ShouldAllBe(a => a.Error.Code == "payment.too_many_prompts" && a.Error.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task Counting_reads_the_last_hour_and_not_all_that_was_ever_paid()
    {
        await PayAsync(await InvoiceAsync());
        await Host.FillAsync(
            """
            insert into payments select (jsonb_populate_record(p, jsonb_build_object('id', ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
                'reference', 'old-' || n, 'merchant_trace', lpad(n::text, 32, '0'), 'status', 'failed', 'watched_until', null, 'created_at', p.created_at - interval '30 days'))).*
                from payments p, generate_series(1, 20000) n;
            analyze payments;
            """);
        var invoice = await InvoiceAsync();
        recorder.IsOn = true;
        await PayAsync(invoice);
        recorder.IsOn = false;

        var counted = recorder.Plans.Where(p => p.Sql.Contains("ORDER BY p.created_at DESC", StringComparison.OrdinalIgnoreCase)).Select(p => p.Plan).ToList();
        counted.Count.ShouldBe(2, string.Join('\n', recorder.Plans.Select(p => p.Sql)));
        counted.ShouldAllBe(plan => plan.Contains("Index", StringComparison.Ordinal) && !plan.Contains("Seq Scan", StringComparison.Ordinal));
    }

    private async Task<Result<PaymentDto>[]> AskAsync(IEnumerable<string> phones)
    {
        var requests = new List<CreatePayment>();
        foreach (var phone in phones)
            requests.Add(new(await InvoiceAsync(), GatewayMethod.Ecocash, phone));
        return await Task.WhenAll(requests.Select(r => Host.SendAsync(r)));
    }
}
