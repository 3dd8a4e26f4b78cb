using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>The operators' figures, computed now.</summary>
public sealed record GetFigures : IQuery<FiguresDto>;

internal sealed class GetFiguresHandler(IAppDb db, IOptions<BillingOptions> options, TimeProvider clock) : IRequestHandler<GetFigures, Result<FiguresDto>>
{
    private const int Months = 12;

    public async Task<Result<FiguresDto>> Handle(GetFigures query, CancellationToken cancellationToken)
    {
        var now = BillingTime.Floor(clock.GetUtcNow());
        var revenue = await db.Database.SqlQuery<Revenue>(
            $"""select currency as "Currency", subscriptions as "Subscriptions", a_year as "AYear" from recurring_revenue order by currency""")
            .ToListAsync(cancellationToken);
        var running = await db.Database.SqlQuery<int>(
            $"""select count(*)::int as "Value" from trial_outcomes where ended_at > {now} and paid_at is null""").SingleAsync(cancellationToken);
        var owed = await db.Database.SqlQuery<ReceivablesDto>(
            $"""
            select currency as "Currency", sum(amount_due) as "Total", coalesce(sum(amount_due) filter (where age < 0), 0) as "NotDue",
                coalesce(sum(amount_due) filter (where age between 0 and 7), 0) as "To7Days",
                coalesce(sum(amount_due) filter (where age > 7 and age <= 14), 0) as "To14Days",
                coalesce(sum(amount_due) filter (where age > 14 and age <= 21), 0) as "To21Days",
                coalesce(sum(amount_due) filter (where age > 21), 0) as "Older"
            from (select currency, amount_due, extract(epoch from {now} - due_at) / 86400 as age from receivables) r group by currency order by currency
            """).ToListAsync(cancellationToken);

        return new FiguresDto(
            now, [.. revenue.Select(r => new RevenueDto(r.Currency, r.Subscriptions, Money.Round(r.AYear / 12)))], await MonthsAsync(now, cancellationToken),
            running, owed);
    }

    private async Task<List<MonthDto>> MonthsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var zone = options.Value.Zone;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var first = new DateTime(local.Year, local.Month, 1).AddMonths(1 - Months);
        var names = Enumerable.Range(0, Months).Select(n => first.AddMonths(n).ToString("yyyy-MM", CultureInfo.InvariantCulture)).ToArray();
        var bounds = Enumerable.Range(0, Months + 1).Select(n => new DateTimeOffset(first.AddMonths(n), zone.GetUtcOffset(first.AddMonths(n))).ToUniversalTime()).ToArray();
        var (starts, ends, grace) = (bounds[..^1], bounds[1..], TimeSpan.FromDays(options.Value.ExpireAfterDays));
        var months = await db.Database.SqlQuery<Month>(
            $"""
            select m.name as "Name", s.at_start as "AtStart", s.gone as "Gone", t.ended as "Ended", t.converted as "Converted"
            from unnest({names}, {starts}, {ends}) with ordinality as m(name, start, stop, number)
            cross join lateral (select count(*)::int as at_start, (count(*) filter (where left_at < m.stop))::int as gone
                from subscription_spans where entered_at < m.start and (left_at is null or left_at >= m.start)) s
            cross join lateral (select count(*)::int as ended, (count(*) filter (where paid_at <= due_at + {grace}))::int as converted
                from trial_outcomes where ended_at >= m.start and ended_at < m.stop and ended_at <= {now}) t
            order by m.number
            """).ToListAsync(cancellationToken);
        return [.. months.Select(m => new MonthDto(m.Name, m.AtStart, m.Gone, Share(m.Gone, m.AtStart), m.Ended, m.Converted, Share(m.Converted, m.Ended)))];
    }

    private static decimal? Share(int part, int whole) => whole == 0 ? null : decimal.Round((decimal)part / whole, 4, MidpointRounding.ToEven);

    private sealed record Revenue(string Currency, int Subscriptions, decimal AYear);

    private sealed record Month(string Name, int AtStart, int Gone, int Ended, int Converted);
}
