using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Databases;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Events;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>The platform's database.</summary>
public sealed class AppDb(DbContextOptions<AppDb> options) : DbContext(options), IAppDb
{
    public DbSet<DatabaseServer> DatabaseServers => Set<DatabaseServer>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<Trial> Trials => Set<Trial>();

    internal DbSet<EventRow> Events => Set<EventRow>();

    public override async Task<int> SaveChangesAsync(CancellationToken cancellationToken = default)
    {
        var changed = ChangeTracker.Entries<AggregateRoot>().Select(e => e.Entity).Where(a => a.Events.Count > 0).ToList();
        Events.AddRange(changed.SelectMany(a => a.Events).Select(EventRow.Of));

        try
        {
            var count = await base.SaveChangesAsync(cancellationToken);
            changed.ForEach(a => a.ClearEvents());
            return count;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation)
        {
            throw new UniqueConstraintException(violation.ConstraintName ?? "", e);
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDb).Assembly);
        foreach (var aggregate in modelBuilder.Model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(AggregateRoot))).ToList())
        {
            modelBuilder.Entity(aggregate.ClrType).Ignore(nameof(AggregateRoot.Events));
            modelBuilder.Entity(aggregate.ClrType).Property(nameof(AggregateRoot.Version)).IsRowVersion();
        }

        modelBuilder.UseSnakeCaseNames();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.UseTypedIds();
        configurationBuilder.UseSnakeCaseEnums();
        configurationBuilder.UseCurrencies();
    }
}
