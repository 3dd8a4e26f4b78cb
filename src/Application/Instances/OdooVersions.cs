using System.Globalization;

namespace SaaSOdoo.Application.Instances;

public static class OdooVersions
{
    /// <param name="version"><c>19.0</c>, as plans and instances name it.</param>
    /// <returns>19.</returns>
    public static int Major(string version) => int.Parse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture);
}
