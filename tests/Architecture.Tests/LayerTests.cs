using System.Reflection;
using SaaSOdoo.Api.Hosting;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Architecture.Tests.Rules;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure;

namespace SaaSOdoo.Architecture.Tests;

public sealed class LayerTests
{
    private static readonly Assembly Domain = typeof(AggregateRoot).Assembly;
    private static readonly Assembly Application = typeof(IAppDb).Assembly;
    private static readonly Assembly Infrastructure = typeof(InfrastructureRegistration).Assembly;
    private static readonly Assembly Api = typeof(PlatformHost).Assembly;
    private static readonly string[] DatabaseTypes = ["IAppDb", "AppDb", "DbContext", "DatabaseFacade", "NpgsqlDataSource", "NpgsqlConnection"];

    [Fact]
    public void Domain_references_nothing() => LayerRules.ReferenceOnly([(Domain, [])]).ShouldHold();

    [Fact]
    public void Domain_has_no_package() => LayerRules.NoPackages([Path.Combine(SourceRules.Root, "src/Domain/SaaSOdoo.Domain.csproj")]).ShouldHold();

    [Fact]
    public void Application_references_the_domain_and_no_infrastructure() => LayerRules.ReferenceOnly(
    [
        (Application, ["SaaSOdoo.Domain", "MediatR", "AutoMapper", "FluentValidation", "Scrutor", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions."]),
    ]).ShouldHold();

    [Fact]
    public void Infrastructure_does_not_know_the_api() =>
        Code.ReferencesOf(Infrastructure).ShouldSatisfyAllConditions(r => r.ShouldContain("SaaSOdoo.Application"), r => r.ShouldNotContain("SaaSOdoo.Api"));

    [Fact]
    public void Only_the_composition_root_of_the_api_knows_the_infrastructure() => LayerRules.NeverUse(
        Code.TypesOf(Api).Where(t => t.Namespace != "SaaSOdoo.Api.Hosting"), u => u.Scope.Name == "SaaSOdoo.Infrastructure").ShouldHold();

    [Fact]
    public void Endpoints_never_touch_the_database() => LayerRules.NeverUse(
        Code.TypesOf(Api).Where(t => t.Name.EndsWith("Endpoints", StringComparison.Ordinal)), u => DatabaseTypes.Contains(u.Name)).ShouldHold();

    [Fact]
    public void A_reference_too_many_is_found() =>
        LayerRules.ReferenceOnly([(Domain, []), (typeof(LayerTests).Assembly, [])]).ShouldReportOnly("SaaSOdoo.Architecture.Tests");

    [Fact]
    public void A_package_is_found() => LayerRules.NoPackages(
    [
        Path.Combine(SourceRules.Root, "src/Domain/SaaSOdoo.Domain.csproj"),
        Path.Combine(SourceRules.Root, "src/Application/SaaSOdoo.Application.csproj"),
    ]).ShouldReportOnly("SaaSOdoo.Application.csproj");

    [Fact]
    public void A_database_in_an_endpoint_is_found_even_inside_closures_and_async_methods() =>
        LayerRules.NeverUse(Code.Planted("Layers"), u => DatabaseTypes.Contains(u.Name))
            .ShouldReportOnly("EndpointsWithTheDatabase", "EndpointsWithTheDatabaseInAClosure");

    [Fact]
    public void A_type_is_found_wherever_code_can_use_it() => LayerRules.NeverUse(Code.Planted("Usages"), u => u.Name == "AppDb").ShouldReportOnly(
        "InALambda", "InALambdaInALambda", "InALocalFunction", "InAnAsyncLambda", "InAnIterator", "InAnAsyncIterator", "InANestedType", "InACatch",
        "InAConstraint", "InAnInterfacesArgument", "InAnAttribute", "InAnArrayOfLists");

    [Fact]
    public void Infrastructure_outside_the_composition_root_is_found() =>
        LayerRules.NeverUse(Code.Planted("Layers"), u => u.Scope.Name == "SaaSOdoo.Infrastructure").ShouldReportOnly("EndpointsWithTheDatabaseInAClosure");
}
