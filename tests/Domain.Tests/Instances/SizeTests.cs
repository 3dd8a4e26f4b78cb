using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Tests.Instances;

public sealed class SizeTests
{
    [Theory]
    [InlineData("512M", 512L << 20)]
    [InlineData("2G", 2L << 30)]
    [InlineData("1M", 1L << 20)]
    [InlineData("9999999G", 9_999_999L << 30)]
    public void Sizes_are_counted_in_powers_of_1024_and_shown_as_given(string text, long bytes)
    {
        var size = ByteSize.Create("memory_limit", text).Value;

        (size.Bytes, size.Text, size.ToString()).ShouldBe((bytes, text, text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0G")]
    [InlineData("01G")]
    [InlineData("1")]
    [InlineData("1g")]
    [InlineData("1GB")]
    [InlineData("1.5G")]
    [InlineData("-1G")]
    [InlineData("+1G")]
    [InlineData("1 G")]
    [InlineData("1K")]
    [InlineData("1T")]
    [InlineData("1e3G")]
    [InlineData("10000000G")]
    [InlineData("99999999999999999999G")]
    [InlineData("\u0661G")]
    [InlineData("1G\n")]
    [MemberData(nameof(Hostile.AsTheory), MemberType = typeof(Hostile))]
    public void Other_sizes_are_refused_under_the_field(string? text) =>
        ByteSize.Create("memory_limit", text).Error.Fields.Keys.ShouldBe(["memory_limit"]);

    [Fact]
    public void Every_whole_number_keeps_its_text_and_its_order() => Prop.ForAll(
        Gen.Choose(1, 9_999_998).ToArbitrary(),
        number =>
        {
            var (mega, giga) = (ByteSize.Parse($"{number}M"), ByteSize.Parse($"{number}G"));
            return mega.Bytes == number * 1_048_576L && giga.Bytes == mega.Bytes * 1024 && mega.Bytes < ByteSize.Parse($"{number + 1}M").Bytes
                && ByteSize.Parse(ByteSize.Show(mega.Bytes)).Bytes == mega.Bytes && ByteSize.Show(giga.Bytes) == giga.Text;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.1", "256M", "1G")]
    [InlineData("8.0", "64G", "1000G")]
    [InlineData("0.25", "1024M", "1024M")]
    public void Limits_within_range_are_taken(string cpus, string memory, string storage)
    {
        var limits = Limits(cpus, memory, storage).Value;

        (limits.Memory.Text, limits.Storage.Text).ShouldBe((memory, storage));
        limits.Cpus.ShouldBe(Number(cpus));
    }

    [Theory]
    [InlineData("0.09", "1G", "10G", "cpu_limit")]
    [InlineData("0", "1G", "10G", "cpu_limit")]
    [InlineData("-1", "1G", "10G", "cpu_limit")]
    [InlineData("8.01", "1G", "10G", "cpu_limit")]
    [InlineData("79228162514264337593543950335", "1G", "10G", "cpu_limit")]
    [InlineData("0.125", "1G", "10G", "cpu_limit")]
    [InlineData("1", "255M", "10G", "memory_limit")]
    [InlineData("1", "", "10G", "memory_limit")]
    [InlineData("1", "1G", "1023M", "storage_limit")]
    [InlineData("9", "1M", "1M", "cpu_limit", "memory_limit", "storage_limit")]
    public void Limits_out_of_range_are_all_named(string cpus, string memory, string storage, params string[] fields) =>
        Limits(cpus, memory, storage).Error.Fields.Keys.ShouldBe(fields);

    [Theory]
    [InlineData("2", "4G", "20G")]
    [InlineData("2.01", "4G", "20G", "cpu_limit")]
    [InlineData("2", "4097M", "20G", "memory_limit")]
    [InlineData("2", "4G", "21G", "storage_limit")]
    [InlineData("8", "5G", "21G", "cpu_limit", "memory_limit", "storage_limit")]
    public void The_plan_is_the_ceiling(string cpus, string memory, string storage, params string[] fields)
    {
        var within = Limits(cpus, memory, storage).Value.Within(new(2m, 4L << 30, 20L << 30));

        within.IsFailure.ShouldBe(fields.Length > 0);
        if (within.IsFailure)
            (within.Error.Kind, within.Error.Code, string.Join(' ', within.Error.Fields.Keys))
                .ShouldBe((ErrorKind.Validation, "instance.limit_above_plan", string.Join(' ', fields)));
    }

    private static Result<ResourceLimits> Limits(string cpus, string memory, string storage) => ResourceLimits.Create(Number(cpus), memory, storage);

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
