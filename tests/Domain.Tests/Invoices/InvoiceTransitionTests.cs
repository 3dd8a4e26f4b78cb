using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Tests.Invoices;

public sealed class InvoiceTransitionTests
{
    /// <summary>Written down once more: all that an invoice may become.</summary>
    private static readonly (InvoiceStatus From, InvoiceStatus To)[] Allowed =
    [
        (InvoiceStatus.Open, InvoiceStatus.Paid), (InvoiceStatus.Open, InvoiceStatus.Void), (InvoiceStatus.Open, InvoiceStatus.Uncollectible),
        (InvoiceStatus.Paid, InvoiceStatus.Open), (InvoiceStatus.Paid, InvoiceStatus.Void),
        (InvoiceStatus.Uncollectible, InvoiceStatus.Open), (InvoiceStatus.Uncollectible, InvoiceStatus.Void), (InvoiceStatus.Uncollectible, InvoiceStatus.Paid),
    ];

    [Fact]
    public void Every_pair_is_as_the_table_says_and_void_is_the_end()
    {
        var statuses = Enum.GetValues<InvoiceStatus>();
        var pairs = statuses.SelectMany(from => statuses, (from, to) => (From: from, To: to)).ToList();
        pairs.Count.ShouldBe(16);
        pairs.Where(p => InvoiceTransitions.MayBecome(p.From, p.To)).ShouldBe([.. Allowed, .. statuses.Select(s => (s, s))], ignoreOrder: true);
    }

    [Theory]
    [InlineData(InvoiceStatus.Open, "allocate", InvoiceStatus.Paid)]
    [InlineData(InvoiceStatus.Open, "allocate a part", InvoiceStatus.Open)]
    [InlineData(InvoiceStatus.Open, "credit", InvoiceStatus.Void)]
    [InlineData(InvoiceStatus.Open, "credit a part", InvoiceStatus.Open)]
    [InlineData(InvoiceStatus.Open, "write off", InvoiceStatus.Uncollectible)]
    [InlineData(InvoiceStatus.Open, "reopen", null)]
    [InlineData(InvoiceStatus.Paid, "allocate", null)]
    [InlineData(InvoiceStatus.Paid, "allocate a part", null)]
    [InlineData(InvoiceStatus.Paid, "credit", InvoiceStatus.Void)]
    [InlineData(InvoiceStatus.Paid, "credit a part", InvoiceStatus.Paid)]
    [InlineData(InvoiceStatus.Paid, "write off", InvoiceStatus.Paid)]
    [InlineData(InvoiceStatus.Paid, "reopen", InvoiceStatus.Open)]
    [InlineData(InvoiceStatus.Void, "allocate", null)]
    [InlineData(InvoiceStatus.Void, "allocate a part", null)]
    [InlineData(InvoiceStatus.Void, "credit", null)]
    [InlineData(InvoiceStatus.Void, "credit a part", null)]
    [InlineData(InvoiceStatus.Void, "write off", InvoiceStatus.Void)]
    [InlineData(InvoiceStatus.Void, "reopen", null)]
    [InlineData(InvoiceStatus.Uncollectible, "allocate", InvoiceStatus.Paid)]
    [InlineData(InvoiceStatus.Uncollectible, "allocate a part", InvoiceStatus.Uncollectible)]
    [InlineData(InvoiceStatus.Uncollectible, "credit", InvoiceStatus.Void)]
    [InlineData(InvoiceStatus.Uncollectible, "credit a part", InvoiceStatus.Uncollectible)]
    [InlineData(InvoiceStatus.Uncollectible, "write off", InvoiceStatus.Uncollectible)]
    [InlineData(InvoiceStatus.Uncollectible, "reopen", null)]
    public void Each_status_and_each_action_leads_where_it_should_or_is_a_bug(InvoiceStatus from, string action, InvoiceStatus? to)
    {
        var invoice = Bills.In(from);
        invoice.Status.ShouldBe(from);
        if (to is not { } expected)
        {
            Should.Throw<InvalidOperationException>(() => Act(invoice, action));
            return;
        }

        Act(invoice, action);
        invoice.Status.ShouldBe(expected);
        (invoice.Allocated + invoice.Credited + invoice.WrittenOff + invoice.AmountDue).ShouldBe(invoice.Total);
        (invoice.ClosedAt is null).ShouldBe(expected is InvoiceStatus.Open);
    }

    private static void Act(Invoice invoice, string action)
    {
        switch (action)
        {
            case "allocate":
                invoice.Allocate(22.80m, Bills.Moment);
                break;
            case "allocate a part":
                invoice.Allocate(5m, Bills.Moment);
                break;
            case "credit":
                invoice.Credit(22.80m, Bills.Moment);
                break;
            case "credit a part":
                invoice.Credit(5m, Bills.Moment);
                break;
            case "write off":
                invoice.WriteOff(Bills.Moment);
                break;
            default:
                invoice.Reopen(5m, Bills.Moment);
                break;
        }
    }
}
