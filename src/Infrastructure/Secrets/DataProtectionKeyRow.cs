namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>A key of the ring, as Data Protection writes it.</summary>
internal sealed class DataProtectionKeyRow
{
    public int Id { get; init; }
    public required string Name { get; init; }
    public required string Xml { get; init; }
}
