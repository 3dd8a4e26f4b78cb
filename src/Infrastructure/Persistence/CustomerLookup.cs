using Npgsql;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Persistence;

internal sealed class CustomerLookup(NpgsqlDataSource database) : ICustomerLookup
{
    public async Task<bool> ExistsAsync(CustomerId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1 from customers where id = $1 and status <> 'deleted'", id.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
