using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>Gives <c>dotnet ef</c> the model without starting the platform; no database is needed to add a migration.</summary>
internal sealed class AppDbFactory : IDesignTimeDbContextFactory<AppDb>
{
    public AppDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<AppDb>().UseNpgsql("Host=localhost").Options);
}
