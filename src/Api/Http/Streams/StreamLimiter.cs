using Microsoft.Extensions.Options;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Streams;

/// <summary>How many streams each customer has open in this process.</summary>
internal sealed class StreamLimiter(IOptions<StreamOptions> options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<CustomerId, int> taken = [];

    /// <summary>False when all are taken; else it is given back with <see cref="Leave"/>.</summary>
    public bool TryTake(CustomerId customer)
    {
        lock (gate)
        {
            var before = taken.GetValueOrDefault(customer);
            if (before >= options.Value.PerCustomer)
                return false;

            taken[customer] = before + 1;
            return true;
        }
    }

    public void Leave(CustomerId customer)
    {
        lock (gate)
        {
            if (--taken[customer] == 0)
                taken.Remove(customer);
        }
    }
}
