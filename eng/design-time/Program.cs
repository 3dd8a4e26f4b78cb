using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.DesignTime;

/// <summary>Gives <c>dotnet ef</c> the model without starting the platform; no database is needed to add a migration.</summary>
internal sealed class AppDbFactory : IDesignTimeDbContextFactory<AppDb>
{
    public AppDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<AppDb>().UseNpgsql("Host=localhost").Options);
}

internal static class Program
{
    private static int Main()
    {
        Console.Error.WriteLine("Run through dotnet ef; see eng/migration.");
        return 1;
    }
}
