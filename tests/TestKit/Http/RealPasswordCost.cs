using System.Globalization;
using SaaSOdoo.Infrastructure.Customers;

namespace SaaSOdoo.TestKit.Http;

/// <summary>The API with the cost of a password that a customer's has; other tests do with a cheap one.</summary>
public sealed class RealPasswordCost : PlatformApi
{
    protected override void Configure(IDictionary<string, string> settings) =>
        settings["Passwords:Iterations"] = new PasswordHashingOptions().Iterations.ToString(CultureInfo.InvariantCulture);
}
