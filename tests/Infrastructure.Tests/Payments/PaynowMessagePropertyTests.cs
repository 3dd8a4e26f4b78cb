using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>The same message however it is written, and wherever it is read.</summary>
public sealed class PaynowMessagePropertyTests
{
    private const string Key = FakePaynow.UsdKey;
    private static readonly string[] Names = ["reference", "paynowreference", "amount", "status", "pollurl", "instructions"];
    private static readonly string[] Cultures = ["", "en-ZW", "de-DE", "fr-FR", "tr-TR", "ar-SA", "fa-IR"];

    private static Arbitrary<string[]> Values => Gen.ArrayOf(
        Gen.OneOf(
            Gen.Elements("Paid", "22.80", "1,082", "", "https://www.paynow.co.zw/?a=b&c=%20", "Awaiting Delivery", "ı İ ß 😀", "+&=%;"),
            Gen.Choose(0x20, 0xD7FF).Select(c => ((char)c).ToString())),
        Names.Length).ToArbitrary();

    [Fact]
    public void Signature_holds_in_whatever_order_case_encoding_and_culture() => Prop.ForAll(Values, Gen.Choose(0, int.MaxValue).ToArbitrary(), (values, seed) =>
    {
        var random = new Random(seed);
        var fields = Names.Zip(values, (name, value) => (Key: name, Value: value)).ToArray();
        random.Shuffle(fields);
        var hash = PaynowWire.Read(PaynowWire.Write(Key, fields)).Value("hash");
        // The hash may stand anywhere; the order of the others counts.
        var sent = fields.ToList();
        sent.Insert(random.Next(sent.Count + 1), ("hash", random.Next(2) == 0 ? hash : hash.ToLowerInvariant()));
        var body = string.Join('&', sent.Select(f => $"{Encode(Recase(f.Key, random), random)}={Encode(f.Value, random)}"));

        var message = In(Cultures[random.Next(Cultures.Length)], () =>
        {
            var parsed = PaynowMessage.Parse(Encoding.UTF8.GetBytes(body))!;
            parsed.IsSignedWith(Recase(Key, random)).ShouldBeTrue();
            return parsed;
        });
        foreach (var (key, value) in fields)
            (message[key] ?? "").ShouldBe(value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Value_that_was_changed_breaks_the_signature() => Prop.ForAll(Values, Gen.Choose(0, Names.Length - 1).ToArbitrary(), (values, changed) =>
    {
        var fields = Names.Zip(values, (name, value) => (Key: name, Value: value)).ToArray();
        var hash = PaynowWire.Read(PaynowWire.Write(Key, fields)).Value("hash");
        fields[changed].Value += "1";
        var body = string.Join('&', fields.Append(("hash", hash)).Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}"));
        return !PaynowMessage.Parse(Encoding.UTF8.GetBytes(body))!.IsSignedWith(Key);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Amount_is_written_and_read_alike_in_every_culture() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), cents =>
    {
        foreach (var culture in Cultures)
        {
            In(culture, () =>
            {
                var text = PaynowWords.Amount(cents / 100m);
                text.ShouldBe($"{cents / 100}.{cents % 100 / 10}{cents % 10}");
                return PaynowWords.Amount(text);
            }).ShouldBe(cents / 100m);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("22.80", 22.80)]
    [InlineData("5", 5.0)]
    [InlineData("5.1", 5.1)]
    [InlineData("123456789012.34", 123456789012.34)]
    [InlineData("22,80", null)]
    [InlineData("1,000.00", null)]
    [InlineData("-5.00", null)]
    [InlineData("+5.00", null)]
    [InlineData(" 5.00", null)]
    [InlineData("5.001", null)]
    [InlineData("5.", null)]
    [InlineData(".5", null)]
    [InlineData("1e3", null)]
    [InlineData("٥", null)]
    [InlineData("99999999999999999", null)]
    [InlineData("5.00\n", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Amount_in_another_form_is_none(string? text, double? amount) => PaynowWords.Amount(text).ShouldBe((decimal?)amount);

    [Theory]
    [InlineData("1,082", "1082")]
    [InlineData("1 082", "1082")]
    [InlineData("1082", "1082")]
    [InlineData("A-1,082", null)]
    [InlineData(",", null)]
    [InlineData(null, null)]
    public void Gateway_reference_counts_by_its_digits(string? text, string? expected) => PaynowWords.Reference(text).ShouldBe(expected);

    private static string Recase(string text, Random random) => string.Concat(text.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c));

    // Each byte as it is, where it may be, or escaped by digits of either case.
    private static string Encode(string text, Random random)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (c == ' ' && random.Next(2) == 0)
                encoded.Append('+');
            else if (char.IsAsciiLetterOrDigit(c) && random.Next(2) == 0)
                encoded.Append(c);
            else
                encoded.Append('%').Append(b.ToString(random.Next(2) == 0 ? "X2" : "x2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static T In<T>(string culture, Func<T> work)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
