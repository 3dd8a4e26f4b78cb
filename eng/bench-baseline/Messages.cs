using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.BenchBaseline;

internal static class Messages
{
    /// <summary>Into a table that eng/bench makes: like the platform, the endpoint may not.</summary>
    public const string Insert = "insert into bench_inbox (hash, body) values ($1, $2) on conflict do nothing";

    /// <summary>One a line.</summary>
    public static void Write(int count, string key, TextWriter to)
    {
        var run = RandomNumberGenerator.GetHexString(32);
        for (var number = 0; number < count; number++)
        {
            (string Key, string Value)[] fields =
            [
                ("reference", string.Create(CultureInfo.InvariantCulture, $"BENCH-{run}-{number}")), ("paynowreference", number.ToString(CultureInfo.InvariantCulture)),
                ("amount", "8.00"), ("status", "Sent"), ("pollurl", "https://www.paynow.co.zw/Interface/CheckPayment/?guid=0"),
            ];
            var hash = Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(string.Concat(fields.Select(f => f.Value)) + key.ToLowerInvariant())));
            to.WriteLine(string.Join('&', fields.Append(("hash", hash)).Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}")));
        }
    }
}
