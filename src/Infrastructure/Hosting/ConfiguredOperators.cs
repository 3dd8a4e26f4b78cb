using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Hosting;

/// <summary>Accounts that were verified before the configuration named them.</summary>
internal sealed class ConfiguredOperators(IOptions<OperatorOptions> options)
{
    public async Task GrantAsync(AppDb db, CancellationToken cancellationToken)
    {
        if (options.Value.Emails.Count == 0)
            return;

        var emails = options.Value.Emails.Select(e => Email.Create("email", e).Value).ToList();
        foreach (var customer in await db.Customers.Where(c => emails.Contains(c.Email) && c.EmailVerifiedAt != null).ToListAsync(cancellationToken))
            customer.GrantAdmin();
        await db.SaveChangesAsync(cancellationToken);
    }
}
