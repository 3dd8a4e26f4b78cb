using SaaSOdoo.Architecture.Tests.Rules;

namespace SaaSOdoo.Architecture.Tests;

public sealed class SourceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("architecture");

    [Fact]
    public void No_file_has_over_300_lines() => SourceRules.NoLongerThan(300, SourceRules.Files("src", "tests")).ShouldHold();

    [Fact]
    public void No_use_case_has_over_80_lines() =>
        SourceRules.NoLongerThan(80, SourceRules.Files("src/Application").Where(f => File.ReadAllText(f).Contains("IRequestHandler<", StringComparison.Ordinal))).ShouldHold();

    [Fact]
    public void A_file_holds_one_use_case() => SourceRules.OneUseCaseAFile(SourceRules.Files("src/Application")).ShouldHold();

    [Fact]
    public void Tests_substitute_ports_and_never_the_database() =>
        SourceRules.NoSubstitutedDatabase(SourceRules.Files("tests").Where(f => !f.Contains("Architecture.Tests", StringComparison.Ordinal))).ShouldHold();

    [Fact]
    public void A_long_file_is_found() =>
        SourceRules.NoLongerThan(3, [Plant("Short.cs", "1\n2\n3\n"), Plant("Long.cs", "1\n2\n3\n4\n")]).ShouldReportOnly("Long.cs");

    [Fact]
    public void Two_use_cases_in_a_file_are_found() => SourceRules.OneUseCaseAFile(
    [
        Plant("One.cs", "class A : IRequestHandler<X, Y>;"),
        Plant("Two.cs", "class A : IRequestHandler<X, Y>; class B : IRequestHandler<X, Y>;"),
    ]).ShouldReportOnly("Two.cs");

    [Fact]
    public void A_substituted_database_is_found() => SourceRules.NoSubstitutedDatabase(
        [Plant("Real.cs", "Substitute.For<IClock>()"), Plant("Fake.cs", "Substitute.For<IAppDb>()")]).ShouldReportOnly("Fake.cs");

    public void Dispose() => folder.Delete(recursive: true);

    private string Plant(string name, string text)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
