namespace SaaSOdoo.Application.Payments;

/// <summary>Section <c>Payments:Prompts</c>: how often telephones are made to ask for a PIN, in an hour.</summary>
public sealed class PromptOptions
{
    public const string Section = "Payments:Prompts";

    /// <summary>One number, whoever has it asked.</summary>
    public int PerNumber { get; set; } = 10;

    /// <summary>All numbers that one customer has asked.</summary>
    public int PerCustomer { get; set; } = 30;

    public bool IsValid() => PerNumber > 0 && PerCustomer > 0;
}
