namespace SaaSOdoo.Api.Hosting;

/// <summary>What this process does, from <c>Roles</c>: <c>api</c>, <c>worker</c>, or both (<c>api,worker</c>, the default).</summary>
public sealed record PlatformRoles(bool Api, bool Worker)
{
    public static PlatformRoles Of(IConfiguration configuration)
    {
        string[] known = ["api", "worker"];
        var roles = (configuration["Roles"] ?? "api,worker").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (roles.Length == 0 || roles.Except(known, StringComparer.OrdinalIgnoreCase).Any())
            throw new InvalidOperationException("Roles must be api, worker, or api,worker.");

        return new(roles.Contains("api", StringComparer.OrdinalIgnoreCase), roles.Contains("worker", StringComparer.OrdinalIgnoreCase));
    }
}
