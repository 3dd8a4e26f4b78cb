using System.Globalization;
using System.Xml.Linq;
using Medallion.Threading.Postgres;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>The key ring in the platform's database, shared by all processes: Data Protection's own store, and one key at a time.</summary>
internal sealed class DatabaseKeyRepository(IServiceProvider services, ILoggerFactory loggers) : IXmlRepository
{
    private const string Lock = "key ring";

    // Two processes that start together; the first has stored its key long before.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly AsyncLocal<bool> IsReplacing = new();

    private readonly EntityFrameworkCoreXmlRepository<AppDb> stored = new(services, loggers);

    /// <summary>Within it a key is stored although the one in use would do: an operator wants another.</summary>
    public static IDisposable ReplacingKeyInUse() => new Replacing();

    public IReadOnlyCollection<XElement> GetAllElements() => stored.GetAllElements();

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = services.CreateScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDb>().Database;
        database.OpenConnection();
        using var held = new PostgresDistributedLock(new(Lock), database.GetDbConnection()).Acquire(Patience);

        // Processes that find no usable key at the same time make one each, and would not see the others' for a day. The first wins:
        // Data Protection reads the ring again after storing, and takes what it finds there.
        if (IsReplacing.Value || !GetAllElements().Any(key => MayReplace(key, element)))
            stored.StoreElement(element, friendlyName);
    }

    // A key that replaces one about to expire becomes active days later, when all processes know it: it never matches.
    private static bool MayReplace(XElement existing, XElement added)
    {
        if (existing.Name != "key" || added.Name != "key")
            return false;

        var from = Date(added, "activationDate");
        return Date(existing, "activationDate") <= from.AddMinutes(5) && Date(existing, "expirationDate") > from;
    }

    private static DateTimeOffset Date(XElement key, string name) =>
        DateTimeOffset.Parse(key.Element(name)!.Value, CultureInfo.InvariantCulture);

    private sealed class Replacing : IDisposable
    {
        public Replacing() => IsReplacing.Value = true;

        public void Dispose() => IsReplacing.Value = false;
    }
}
