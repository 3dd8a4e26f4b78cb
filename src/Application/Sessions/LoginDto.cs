using SaaSOdoo.Application.Customers;

namespace SaaSOdoo.Application.Sessions;

/// <param name="AccessToken">Shown this once; only its hash is kept.</param>
public sealed record LoginDto(string AccessToken, string TokenType, DateTimeOffset ExpiresAt, CustomerDto Customer)
{
    public override string ToString() => nameof(LoginDto);
}
