namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// A step waits for something that takes its time: for Odoo to answer, for a template that another builds. Its worker does something else
/// meanwhile, and the operation is looked at again soon. Neither an attempt nor a failure.
/// </summary>
/// <param name="detail">What it waits for; shown to the customer in the step.</param>
public sealed class WaitingException(string detail) : Exception(detail);
