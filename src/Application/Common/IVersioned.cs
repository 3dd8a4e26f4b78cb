namespace SaaSOdoo.Application.Common;

/// <summary>A resource that carries its version: the Api shows it as the <c>ETag</c> header, not in the body.</summary>
public interface IVersioned
{
    uint Version { get; }
}
