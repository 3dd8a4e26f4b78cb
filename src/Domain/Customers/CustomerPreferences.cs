using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Domain.Customers;

public enum Theme
{
    System,
    Light,
    Dark,
}

public enum DateFormat
{
    /// <summary>2026-11-22.</summary>
    YearMonthDay,

    /// <summary>22/11/2026.</summary>
    DayMonthYear,

    /// <summary>11/22/2026.</summary>
    MonthDayYear,
}

public enum TimeFormat
{
    /// <summary>17:05.</summary>
    Hours24,

    /// <summary>5:05 pm.</summary>
    Hours12,
}

/// <summary>How a customer wants to be shown things and which mails they want. Stored as one JSON document.</summary>
public sealed record CustomerPreferences
{
    public static readonly CustomerPreferences Default = new();

    public MailSwitches Notifications { get; init; } = new();
    public Theme Theme { get; init; }
    public DateFormat DateFormat { get; init; }
    public TimeFormat TimeFormat { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "USD";

    public bool Wants(MailTopic topic) => topic switch
    {
        MailTopic.Security or MailTopic.Account => true,
        MailTopic.Instances => Notifications.Instances,
        MailTopic.BillingReminders => Notifications.BillingReminders,
        MailTopic.Product => Notifications.Product,
    };
}

/// <summary>Which mails a customer wants, beyond those that are sent in any case.</summary>
/// <param name="Instances">What happened to instances and their backups.</param>
/// <param name="BillingReminders">Invoices, payments, the end of a trial.</param>
/// <param name="Product">News of the product.</param>
public sealed record MailSwitches(bool Instances = true, bool BillingReminders = true, bool Product = false);
