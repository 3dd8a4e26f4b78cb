using Microsoft.Extensions.Configuration;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// Which platform this is. Platforms (or test runs) that share an engine see and remove only what carries their own id.
/// </summary>
public interface IPlatformIdentity
{
    string Id { get; }
}

/// <summary><c>Platform:Id</c> in configuration.</summary>
internal sealed class ConfiguredPlatformIdentity(IConfiguration configuration) : IPlatformIdentity
{
    public string Id { get; } = configuration["Platform:Id"] is { Length: > 0 } id ? id : "default";
}
