using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Architecture.Tests.Planted.Layers;

internal static class EndpointsThatSendOnly
{
    public static int Answer() => 1;
}

internal static class EndpointsWithTheDatabase
{
    public static async Task<int> Answer(IAppDb db) => await db.SaveChangesAsync(default);
}

internal static class EndpointsWithTheDatabaseInAClosure
{
    public static Func<object, bool> Answer() => o => o is AppDb;
}
