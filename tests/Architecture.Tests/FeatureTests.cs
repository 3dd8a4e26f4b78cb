using SaaSOdoo.Architecture.Tests.Rules;

namespace SaaSOdoo.Architecture.Tests;

public sealed class FeatureTests
{
    [Fact]
    public void Every_folder_is_a_feature_or_plumbing_of_its_layer() => FeatureRules.AreFeatures(FeatureRules.Folders()).ShouldHold();

    [Fact]
    public void Every_feature_has_a_core() => FeatureRules.HaveACore(FeatureRules.Features, FeatureRules.Folders().ToHashSet(StringComparer.Ordinal)).ShouldHold();

    [Fact]
    public void Every_namespace_is_the_place_of_its_file() => FeatureRules.NamespaceIsPlace(
        SourceRules.Files("src", "tests").Where(f => !f.Contains("Planted", StringComparison.Ordinal))
            .Select(f => (Path.GetRelativePath(SourceRules.Root, f).Replace('\\', '/'), File.ReadAllText(f)))).ShouldHold();

    [Fact]
    public void A_stranger_among_the_folders_is_found() =>
        FeatureRules.AreFeatures(["src/Domain/Customers", "src/Api/Team", "src/Api/Http", "src/Domain/Http"]).ShouldReportOnly("src/Api/Team", "src/Domain/Http");

    [Fact]
    public void A_feature_without_a_core_is_found() =>
        FeatureRules.HaveACore(["Customers", "Plans"], ["src/Domain/Customers", "src/Api/Plans"]).ShouldReportOnly("Plans");

    [Fact]
    public void A_namespace_of_elsewhere_is_found() => FeatureRules.NamespaceIsPlace(
    [
        ("src/Domain/Customers/Email.cs", "namespace SaaSOdoo.Domain.Customers;"),
        ("src/Domain/Sessions/Session.cs", "namespace SaaSOdoo.Domain.Customers;"),
    ]).ShouldReportOnly("src/Domain/Sessions/Session.cs");
}
