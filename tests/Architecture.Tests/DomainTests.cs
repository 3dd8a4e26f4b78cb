using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Architecture.Tests;

public sealed class DomainTests
{
    private static readonly Type[] Domain = typeof(AggregateRoot).Assembly.GetTypes();
    private static readonly Type[] Planted =
        [.. typeof(DomainTests).Assembly.GetTypes().Where(t => t.Namespace == "SaaSOdoo.Architecture.Tests.Planted.Domain" && !t.IsNested)];

    [Fact]
    public void Domain_has_no_clock_and_no_io() => DomainRules.NoClockNoIo(Code.TypesOf(typeof(AggregateRoot).Assembly)).ShouldHold();

    [Fact]
    public void Domain_has_no_public_setters() => DomainRules.NoPublicSetters(Domain).ShouldHold();

    [Fact]
    public void Aggregates_have_no_public_constructors() => DomainRules.NoPublicConstructors(Domain).ShouldHold();

    [Fact]
    public void Events_have_unique_well_formed_names() => DomainRules.EventNames(Domain).ShouldHold();

    [Fact]
    public void A_clock_and_a_file_are_found_even_in_async_methods() =>
        DomainRules.NoClockNoIo(Code.Planted("Domain")).ShouldReportOnly("ReadsTheClock", "WritesAFile");

    [Fact]
    public void A_public_setter_is_found() => DomainRules.NoPublicSetters(Planted).ShouldReportOnly("IsSettable");

    [Fact]
    public void A_public_constructor_is_found() => DomainRules.NoPublicConstructors(Planted).ShouldReportOnly("IsConstructible");

    [Fact]
    public void Missing_ill_formed_and_doubled_event_names_are_found() =>
        DomainRules.EventNames(Planted).ShouldReportOnly("Nameless", "IllFormed", "Same", "SameAgain");
}
