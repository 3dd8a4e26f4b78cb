using System.ComponentModel;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Architecture.Tests.Planted.Usages;

internal static class UsesNothing
{
    public static Func<object, bool> Ask() => o => o is string;
}

internal static class InALambda
{
    public static Func<object, bool> Ask(int n) => o => o is AppDb && n > 1;
}

internal static class InALambdaInALambda
{
    public static Func<int, Func<object, bool>> Ask() => n => o => o is AppDb && n > 1;
}

internal static class InALocalFunction
{
    public static bool Ask(object o)
    {
        return IsDb(o);
        static bool IsDb(object candidate) => candidate is AppDb;
    }
}

internal static class InAnAsyncLambda
{
    public static Func<object, Task<bool>> Ask(int n) => async o =>
    {
        await Task.Yield();
        return o is AppDb && n > 1;
    };
}

internal static class InAnIterator
{
    public static IEnumerable<bool> Ask(object o)
    {
        yield return o is AppDb;
    }
}

internal static class InAnAsyncIterator
{
    public static async IAsyncEnumerable<bool> Ask(object o)
    {
        await Task.Yield();
        yield return o is AppDb;
    }
}

internal static class InANestedType
{
    private static class Inner
    {
        public static bool Ask(object o) => o is AppDb;
    }

    public static bool Ask(object o) => Inner.Ask(o);
}

internal static class InACatch
{
    public static int Ask(Func<int> get)
    {
        try
        {
            return get();
        }
        catch (StrangeException<AppDb>)
        {
            return 0;
        }
    }
}

internal sealed class StrangeException<T> : Exception;

internal static class InAConstraint
{
    public static int Ask<T>(T candidate) where T : ICarries<AppDb> => candidate is null ? 1 : 2;
}

internal abstract class InAnInterfacesArgument : ICarries<AppDb>;

internal interface ICarries<T>;

internal static class InAnAttribute
{
    [TypeConverter(typeof(AppDb))]
    public static int Ask() => 1;
}

internal static class InAnArrayOfLists
{
    public static int Ask(List<AppDb>[] all) => all.Length;
}
