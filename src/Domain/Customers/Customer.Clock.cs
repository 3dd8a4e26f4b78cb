using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

public sealed partial class Customer
{
    /// <summary>Gives the customer's billing a time of its own, for good. Before anything of theirs is billed.</summary>
    /// <returns>False when it has one already.</returns>
    public bool BindTo(TestClockId clock)
    {
        if (ClockId is not null)
            return false;

        ClockId = clock;
        return true;
    }
}
