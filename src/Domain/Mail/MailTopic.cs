namespace SaaSOdoo.Domain.Mail;

/// <summary>What a mail is about: what a customer can switch off.</summary>
public enum MailTopic
{
    /// <summary>Passwords, devices, keys. Always sent.</summary>
    Security,

    /// <summary>The account, membership and what ends a contract. Always sent.</summary>
    Account,

    /// <summary>What happened to instances and their backups.</summary>
    Instances,

    /// <summary>Invoices, payments and the end of a trial.</summary>
    BillingReminders,

    /// <summary>News of the product.</summary>
    Product,
}

public static class MailTopics
{
    /// <summary>Whether a customer may switch it off. What protects an account, or ends something, reaches everybody.</summary>
    public static bool IsOptional(this MailTopic topic) => topic is MailTopic.Instances or MailTopic.BillingReminders or MailTopic.Product;
}
