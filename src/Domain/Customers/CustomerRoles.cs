namespace SaaSOdoo.Domain.Customers;

/// <summary>Roles as they are stored and shown.</summary>
public static class CustomerRoles
{
    public const string Customer = "customer";

    /// <summary>An operator of the platform.</summary>
    public const string Admin = "admin";
}
