namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// The database's comment, written in the transaction that personalises it, so that observing needs no connection to each database.
/// </summary>
internal static class InitializedMark
{
    private const string Prefix = "saasodoo.instance=";

    public static string For(Guid instance) => $"{Prefix}{instance}";

    public static bool IsOn(DatabaseEntry database) => database.Comment?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>Names of an instance's database and role end with the last digits of its id, as does the mark.</summary>
    public static bool IsOn(DatabaseEntry database, string name) =>
        IsOn(database) && name.EndsWith(database.Comment![^ShortId..], StringComparison.Ordinal);

    private const int ShortId = 12;
}

/// <summary>The comment of a copy until its role owns it, so that what was left half way is known from what a stranger made.</summary>
internal static class CloneMark
{
    public const string Text = "saasodoo.clone";

    /// <summary>Before the comment was written nobody could connect.</summary>
    public static bool IsOn(DatabaseEntry database) =>
        database.Comment == Text || (database.Comment is null && !database.AllowsConnections);
}
