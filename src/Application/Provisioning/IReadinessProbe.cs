namespace SaaSOdoo.Application.Provisioning;

/// <summary>Asks an instance whether it serves.</summary>
public interface IReadinessProbe
{
    /// <summary>
    /// Whether Odoo, and its database through it, answers 200 (<c>/web/health</c>, before version 15 <c>/web/login</c>) within a few seconds.
    /// </summary>
    Task<bool> AnswersAsync(Uri url, string odooVersion, CancellationToken cancellationToken);
}
