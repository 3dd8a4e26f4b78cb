using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Mail;

/// <summary>How values are written in a mail.</summary>
public static class MailText
{
    /// <summary><c>22 November 2026, 09:00 UTC</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary><c>USD 1234.50</c>.</summary>
    public static string Amount(decimal amount, Currency currency) => string.Create(CultureInfo.InvariantCulture, $"{currency.Code} {amount:0.00}");

    /// <summary><c>1 hour</c>, <c>48 hours</c>, <c>7 days</c>: whole units, the largest that does not round.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 3 } when span.Ticks % TimeSpan.TicksPerDay == 0 => Units(span.TotalDays, "day"),
        { TotalHours: >= 1 } when span.Ticks % TimeSpan.TicksPerHour == 0 => Units(span.TotalHours, "hour"),
        _ => Units(Math.Ceiling(span.TotalMinutes), "minute"),
    };

    public static string Units(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:0} {unit}{(count == 1 ? "" : "s")}");
}
