namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>A secret of the platform itself that is made once and has to stay; written by statements, here for the model.</summary>
internal sealed class PlatformSecretRow
{
    public const int NameMaxLength = 50;

    public required string Name { get; init; }

    /// <summary>Encrypted.</summary>
    public required string Value { get; init; }
}
