using Microsoft.AspNetCore.DataProtection;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector protector = provider.CreateProtector("SaaSOdoo.Secrets.v1");

    public string Protect(string secret) => protector.Protect(secret);

    public string Unprotect(string protectedSecret) => protector.Unprotect(protectedSecret);
}
