namespace SaaSOdoo.Planted.Plans
{
    public sealed class PublicPlan;

    internal sealed class LentPlan;

    internal sealed class InternalPlan;
}

namespace SaaSOdoo.Planted.Customers
{
    internal static class UsesPublicTypes
    {
        public static object Make() => new Plans.PublicPlan();
    }

    internal static class UsesWhatIsLent
    {
        public static object Make() => new Plans.LentPlan();
    }
}

namespace SaaSOdoo.Planted.Tenants
{
    internal static class UsesInternals
    {
        public static Func<object, bool> Ask() => o => o is Plans.InternalPlan;
    }
}
