using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>The key ring in the platform's database, shared by all processes.</summary>
internal sealed class DatabaseKeyRepository(IServiceScopeFactory scopes) : IXmlRepository
{
    private static readonly AsyncLocal<bool> IsReplacing = new();

    /// <summary>Within it a key is stored although the one in use would do: an operator wants another.</summary>
    public static IDisposable ReplacingKeyInUse() => new Replacing();

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return Read(scope.ServiceProvider.GetRequiredService<AppDb>());
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        using var transaction = db.Database.BeginTransaction();
        db.Database.ExecuteSql($"LOCK TABLE data_protection_keys IN EXCLUSIVE MODE");

        // Processes that find no usable key at the same time make one each, and would not see the others' for a day. The first wins:
        // Data Protection reads the ring again after storing, and takes what it finds there.
        if (!IsReplacing.Value && Read(db).Any(key => MayReplace(key, element)))
            return;

        db.Add(new DataProtectionKeyRow { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
        transaction.Commit();
    }

    private static List<XElement> Read(AppDb db) =>
        db.Set<DataProtectionKeyRow>().AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(XElement.Parse).ToList();

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
