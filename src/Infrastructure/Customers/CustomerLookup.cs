using Npgsql;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Customers;

internal sealed class CustomerLookup(NpgsqlDataSource database) : ICustomerLookup
{
    public async Task<bool> ExistsAsync(CustomerId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1 from customers where id = $1 and status <> 'deleted'", id.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    public async Task<bool> HasSecondFactorAsync(CustomerId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1 from second_factors where customer_id = $1 and confirmed_at is not null", id.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
