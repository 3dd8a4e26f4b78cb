using FsCheck;
using FsCheck.Xunit;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Tests.Instances;

public sealed class ModulesAndVariablesTests
{
    [Fact]
    public void Modules_are_taken_in_their_order()
    {
        ModuleNames.Create("custom_addons", ["sale", "purchase", "l10n_zw", "a"]).Value.ShouldBe(["sale", "purchase", "l10n_zw", "a"]);
        ModuleNames.Create("custom_addons", names: null).Value.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Sale")]
    [InlineData("_sale")]
    [InlineData("1sale")]
    [InlineData("sale-management")]
    [InlineData(null)]
    [MemberData(nameof(Hostile.AsTheory), MemberType = typeof(Hostile))]
    public void Other_module_names_are_refused_under_the_field(string? name)
    {
        ModuleNames.Create("custom_addons", ["sale", name]).Error.Fields.Keys.ShouldBe(["custom_addons"]);
        ModuleNames.Create("disabled_modules", [name]).Error.Fields.Keys.ShouldBe(["disabled_modules"]);
    }

    [Fact]
    public void Modules_are_named_once_and_are_not_too_many()
    {
        var most = Enumerable.Range(0, ModuleNames.MaxCount).Select(i => $"m{i}").ToList();

        ModuleNames.Create("f", most).Value.Count.ShouldBe(100);
        ModuleNames.Create("f", [.. most, "one_more"]).Error.Code.ShouldBe("instance.too_many_modules");
        ModuleNames.Create("f", ["sale", "sale"]).Error.Code.ShouldBe("instance.module_twice");
        ModuleNames.Create("f", [new string('a', 100)]).IsFailure.ShouldBeFalse();
        ModuleNames.Create("f", [new string('a', 101)]).Error.Code.ShouldBe("instance.module_name_invalid");
    }

    [Fact]
    public void Long_module_name_does_not_flood_the_error_message() =>
        ModuleNames.Create("f", [new string('A', 10_000)]).Error.Message.Length.ShouldBeLessThan(200);

    [Fact]
    public void Variables_are_taken_as_given()
    {
        var values = new Dictionary<string, string?> { ["A"] = "", ["_X_1"] = "é ü 日本 $HOME `id` \"quoted\"" };

        Create(values).Value.ShouldBe(values.ToDictionary(v => v.Key, v => v.Value!));
        EnvironmentVariables.Create(variables: null).Value.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("lower")]
    [InlineData("1A")]
    [InlineData("A-B")]
    [InlineData("A=B")]
    [MemberData(nameof(Hostile.AsTheory), MemberType = typeof(Hostile))]
    public void Other_names_of_variables_are_refused(string name)
    {
        var refused = Create(new() { [name] = "x" }).Error;

        (refused.Code, refused.Fields.Keys.Single()).ShouldBe(("instance.variable_name_invalid", "environment_vars"));
    }

    [Theory]
    [InlineData("HOST")]
    [InlineData("USER")]
    [InlineData("PASSWORD")]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("PGPASSWORD")]
    [InlineData("PGHOST")]
    [InlineData("ODOO_RC")]
    [InlineData("DB_PASSWORD")]
    [InlineData("LD_PRELOAD")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("PYTHONPATH")]
    [InlineData("PYTHONSTARTUP")]
    [InlineData("BASH_ENV")]
    [InlineData("SAASODOO_X")]
    [InlineData("SHELLOPTS")]
    [InlineData("PS4")]
    [InlineData("BASHOPTS")]
    [InlineData("IFS")]
    [InlineData("ENV")]
    [InlineData("OPENSSL_CONF")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("SSLKEYLOGFILE")]
    [InlineData("GCONV_PATH")]
    [InlineData("GLIBC_TUNABLES")]
    [InlineData("LOCPATH")]
    [InlineData("LANGUAGE")]
    [InlineData("LC_ALL")]
    [InlineData("PASSWORD_FILE")]
    [InlineData("_")]
    public void Names_that_the_platform_odoo_or_the_loader_read_are_reserved(string name) =>
        Create(new() { [name] = "x" }).Error.Code.ShouldBe("instance.variable_reserved");

    [Property]
    public void Every_name_of_a_reserved_family_is_refused_with_what_to_do(PositiveInt pick, NonNegativeInt tail)
    {
        string[] families = ["LD_", "PYTHON", "PG", "BASH_", "OPENSSL_", "SSL_", "GLIBC_", "GCONV_", "LC_", "LANG", "ODOO_", "SHELL"];
        var name = families[pick.Get % families.Length] + tail.Get.ToString(System.Globalization.CultureInfo.InvariantCulture);

        var refused = Create(new() { [name] = "x" }).Error;

        refused.Code.ShouldBe("instance.variable_reserved");
        refused.Message.ShouldStartWith(name);
        refused.Message.ShouldContain("prefix of your own");
    }

    [Property]
    public void Every_value_that_is_taken_comes_back_unchanged(string? value)
    {
        var result = Create(new() { ["SHOP_SETTING"] = value });

        if (result.IsFailure)
            result.Error.Code.ShouldBe("instance.variable_value_invalid");
        else
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(result.Value["SHOP_SETTING"])).ShouldBe(value);
    }

    [Theory]
    [InlineData("SHOP_HOST")]
    [InlineData("LOCATION")]
    [InlineData("ENVIRONMENT")]
    [InlineData("SMTP_PASSWORD")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("_PRIVATE")]
    public void Names_that_only_look_reserved_are_taken(string name) => Create(new() { [name] = "x" }).IsFailure.ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("two\nlines")]
    [InlineData("a\r")]
    [InlineData("\u0000")]
    [InlineData("\u001b[2J")]
    public void Values_are_one_line_of_text(string? value) => Create(new() { ["A"] = value }).Error.Code.ShouldBe("instance.variable_value_invalid");

    [Fact]
    public void Half_of_a_surrogate_pair_has_no_bytes_and_is_refused()
    {
        foreach (var value in new[] { "half \ud83d", "\udca9 half", "\udca9\ud83d" })
            Create(new() { ["A"] = value }).Error.Code.ShouldBe("instance.variable_value_invalid");
        Create(new() { ["A"] = "\ud83d\udca9" }).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public void Variables_are_neither_too_long_nor_too_many()
    {
        Create(new() { ["A"] = new string('x', 4096) }).IsFailure.ShouldBeFalse();
        Create(new() { ["A"] = new string('x', 4097) }).Error.Code.ShouldBe("instance.variable_value_invalid");
        Create(new() { [new string('A', 100)] = "" }).IsFailure.ShouldBeFalse();
        Create(new() { [new string('A', 101)] = "" }).Error.Code.ShouldBe("instance.variable_name_invalid");
        Create(Many(50)).Value.Count.ShouldBe(50);
        Create(Many(51)).Error.Code.ShouldBe("instance.too_many_variables");
    }

    private static Dictionary<string, string?> Many(int count) => Enumerable.Range(0, count).ToDictionary(i => $"V{i}", string? (_) => "");

    private static Result<Dictionary<string, string>> Create(Dictionary<string, string?> variables) => EnvironmentVariables.Create(variables);
}
