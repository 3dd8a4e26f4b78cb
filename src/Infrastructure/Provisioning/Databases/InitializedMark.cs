namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// The database's comment, written in the transaction that personalises it, so that observing needs no connection to each database.
/// </summary>
internal static class InitializedMark
{
    private const string Prefix = "saasodoo.instance=";

    public static string For(Guid instance) => $"{Prefix}{instance}";

    public static bool IsOn(DatabaseEntry database) => database.Comment?.StartsWith(Prefix, StringComparison.Ordinal) == true;
}
